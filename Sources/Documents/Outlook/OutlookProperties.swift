internal import Foundation

/// The properties of a message, recipient or attachment. Source: Microsoft, [MS-OXMSG] and [MS-OXPROPS].
struct OutlookProperties {
    private let file: CompoundFile
    private let streams: [String: Int]
    /// The stream of the properties that have a fixed size.
    private let fixed: Data
    private let headerBytes: Int
    private let codePage: Int?

    /// - Parameters:
    ///   - headerBytes: the bytes before the fixed properties: 32 in a message, 8 in a recipient or attachment.
    ///   - codePage: of the texts that are not in Unicode, where the message states it.
    init(_ file: CompoundFile, folder: Int, headerBytes: Int, codePage: Int? = nil) {
        self.file = file
        self.headerBytes = headerBytes
        var streams: [String: Int] = [:]
        for index in file.entries[folder].children where !file.entries[index].isFolder {
            streams[file.entries[index].name.uppercased()] = index
        }
        self.streams = streams
        fixed = streams["__PROPERTIES_VERSION1.0"].map { file.content(file.entries[$0]) } ?? Data()
        self.codePage = codePage
    }

    /// The text of a property such as 0x0037.
    func text(_ id: Int) -> String? {
        if let bytes = stream(id, "001F") {
            let units = bytes.withUnsafeBytes { raw in
                (0..<raw.count / 2).map { raw.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self).littleEndian }
            }
            return clean(String(decoding: units, as: UTF16.self))
        }
        guard let bytes = stream(id, "001E") else { return nil }
        let page = codePage ?? number(0x3FFD)
        let stated = page.flatMap { RTFCharset.encoding(codePage: $0) }
        return clean(String(decoding: TextDecoder().decode(bytes, stated: stated).bytes, as: UTF8.self))
    }

    /// The bytes of a property.
    func bytes(_ id: Int) -> Data? { stream(id, "0102") }

    /// A number.
    func number(_ id: Int) -> Int? { value(id, type: 0x0003).map { Int(UInt32(truncatingIfNeeded: $0)) } }

    /// A time, as `2024-01-31 10:00 UTC`.
    func time(_ id: Int) -> String? {
        guard let ticks = value(id, type: 0x0040), ticks > 0 else { return nil }
        // Ticks of 100 nanoseconds since 1601.
        let seconds = Int64(ticks / 10_000_000) - 11_644_473_600
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(seconds)))
        func digits(_ value: Int?, _ count: Int = 2) -> String {
            let text = String(value ?? 0)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return
            "\(digits(parts.year, 4))-\(digits(parts.month))-\(digits(parts.day)) \(digits(parts.hour)):\(digits(parts.minute)) UTC"
    }

    private func clean(_ text: String) -> String? {
        let clean = ControlCharacters.cleaned(Array(text.utf8)).text
        let result = String(decoding: InvisibleTags.removed(from: clean).text, as: UTF8.self)
        return result.utf8.contains { !$0.isSpace } ? result : nil
    }

    private func stream(_ id: Int, _ type: String) -> Data? {
        let digits = String(id, radix: 16, uppercase: true)
        let name = "__SUBSTG1.0_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + type
        return streams[name].map { file.content(file.entries[$0]) }
    }

    private func value(_ id: Int, type: Int) -> UInt64? {
        fixed.withUnsafeBytes { raw in
            var offset = headerBytes
            while offset + 16 <= raw.count {
                let tag = Int(raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
                if tag == id << 16 | type {
                    return raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self).littleEndian
                }
                offset += 16
            }
            return nil
        }
    }
}
