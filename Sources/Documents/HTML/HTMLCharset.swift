/// The encoding that an HTML page states for itself, in a `meta` tag or an XML declaration.
enum HTMLCharset {
    /// The stated encoding, looked for in the first 4,096 bytes; nil if there is none or it is UTF-8.
    static func stated(in bytes: some Collection<UInt8>) -> LegacyEncoding? {
        let start = bytes.prefix(4_096).map(\.lowercased)
        for key in ["charset", "encoding"] {
            let key = Array(key.utf8)
            for index in start.indices.dropLast(key.count) where start[index...].starts(with: key) {
                if let label = value(start[(index + key.count)...]), let encoding = LegacyEncoding(label: label) {
                    return encoding
                }
            }
        }
        return nil
    }

    /// What follows as `= "value"`, with or without quotes.
    private static func value(_ text: ArraySlice<UInt8>) -> String? {
        var rest = text.drop(while: \.isSpace)
        guard rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst().drop { $0.isSpace || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        let label = rest.prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        return label.isEmpty ? nil : String(decoding: label, as: UTF8.self)
    }
}
