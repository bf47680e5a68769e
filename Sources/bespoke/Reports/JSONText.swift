internal import Foundation

/// Machine output.
enum JSONText {
    /// `value` as JSON with sorted keys, times as ISO 8601.
    static func of(_ value: some Encodable) throws -> String { try text(value, [.prettyPrinted]) }

    /// The same on one line.
    static func line(of value: some Encodable) throws -> String { try text(value, []) }

    private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.dateEncodingStrategy = .iso8601
        return ControlCharacters.escapedInJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
