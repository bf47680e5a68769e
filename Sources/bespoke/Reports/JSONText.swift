internal import Foundation

/// Machine output.
enum JSONText {
    /// `value` as JSON with sorted keys, times as ISO 8601.
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return ControlCharacters.escapedInJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
