internal import Foundation

/// What is shown at one time.
struct SubtitleCue {
    /// Seconds from the start.
    var time: Int
    var lines: ClosedRange<Int>
    var text: [String] = []

    /// The time at which the cue of a timing line begins, such as `00:01:02,500 --> 00:01:04,000 align:start`; nil for
    /// other lines.
    static func time(of line: Substring) -> Int? {
        guard let arrow = line.range(of: "-->") else { return nil }
        let start = line[..<arrow.lowerBound].trimmingSpaces()
        guard start.utf8.count <= 20 else { return nil }
        // Fractions are divided by a comma in SRT, a full stop in WebVTT.
        let whole = start.prefix { $0 != "," && $0 != "." }
        return Timecode.seconds(String(whole))
    }

    /// A line without tags and settings; the speaker of WebVTT's `<v Name>` stands before the text.
    static func plain(_ line: String) -> String {
        let bytes = Array(line.utf8)
        guard bytes.contains(where: { $0 == 0x3C || $0 == 0x7B || $0 == 0x26 }) else { return line }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let close: UInt8? =
                byte == UInt8(ascii: "<")
                ? UInt8(ascii: ">")
                : byte == UInt8(ascii: "{") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\\")
                    ? UInt8(ascii: "}") : byte == UInt8(ascii: "&") ? UInt8(ascii: ";") : nil
            guard let close, let end = bytes[index...].prefix(200).firstIndex(of: close) else {
                result.append(byte)
                index += 1
                continue
            }
            let inside = bytes[(index + 1)..<end]
            if byte == UInt8(ascii: "&") {
                guard let text = HTMLEntity.text(of: inside) else {
                    result.append(byte)
                    index += 1
                    continue
                }
                result.append(contentsOf: text.utf8)
            } else if byte == UInt8(ascii: "<") {
                guard isTag(inside) else {
                    result.append(byte)
                    index += 1
                    continue
                }
                if let speaker = speaker(inside) { result.append(contentsOf: "\(speaker): ".utf8) }
            }
            index = end + 1
        }
        return String(String(decoding: result, as: UTF8.self)[...].trimmingSpaces())
    }

    private static func isTag(_ inside: ArraySlice<UInt8>) -> Bool {
        guard let first = inside.first else { return false }
        return first.isLetter || first == UInt8(ascii: "/") || first.isDigit
    }

    /// The name in `v Name` or `v.loud Name`.
    private static func speaker(_ tag: ArraySlice<UInt8>) -> String? {
        guard tag.first == UInt8(ascii: "v"), let space = tag.firstIndex(of: 0x20) else { return nil }
        guard space == tag.startIndex + 1 || tag[tag.startIndex + 1] == UInt8(ascii: ".") else { return nil }
        let name = String(decoding: tag[(space + 1)...], as: UTF8.self)
        return name.isEmpty ? nil : name
    }
}
