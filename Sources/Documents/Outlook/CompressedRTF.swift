internal import Foundation

/// RTF as Outlook packs it. Source: Microsoft, [MS-OXRTFCP].
enum CompressedRTF {
    /// The RTF; what can be unpacked of a damaged one. Each two bytes give at most 17, so the size is bounded.
    static func unpacked(_ data: Data) -> [UInt8] {
        let bytes = [UInt8](data)
        guard bytes.count > 16 else { return [] }
        if bytes[8..<12].elementsEqual("MELA".utf8) { return Array(bytes[16...]) }
        guard bytes[8..<12].elementsEqual("LZFu".utf8) else { return [] }
        var window = Array(start.utf8) + [UInt8](repeating: 0x20, count: 4_096 - start.utf8.count)
        var place = start.utf8.count
        var result: [UInt8] = []
        var index = 16
        func put(_ byte: UInt8) {
            result.append(byte)
            window[place] = byte
            place = (place + 1) & 0xFFF
        }
        while index < bytes.count {
            let flags = bytes[index]
            index += 1
            for bit in 0..<8 {
                guard index < bytes.count else { return result }
                guard flags >> bit & 1 == 1 else {
                    put(bytes[index])
                    index += 1
                    continue
                }
                guard index + 1 < bytes.count else { return result }
                let reference = Int(bytes[index]) << 8 | Int(bytes[index + 1])
                index += 2
                let offset = reference >> 4
                if offset == place { return result }
                for step in 0..<(reference & 0xF) + 2 { put(window[(offset + step) & 0xFFF]) }
            }
        }
        return result
    }

    private static let start =
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
}
