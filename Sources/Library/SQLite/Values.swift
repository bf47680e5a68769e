internal import Foundation

/// Times as the library keeps them: whole milliseconds since 1970.
enum Timestamp {
    static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
    static func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

/// JSON as the library keeps it: UTF-8 text with sorted keys, so that equal values are equal texts.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// - Throws: ``LibraryError`` with `damaged`, naming `what`.
    static func decode<Value: Decodable>(_ type: Value.Type, from text: String, what: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw LibraryError(
                .damaged, "\(what) cannot be read; run `bespoke verify`, or remove the file and add it again")
        }
    }
}

extension Data {
    /// The numbers whose bytes these are; bytes over are left out.
    func numbers<Number: BitwiseCopyable>(_ type: Number.Type) -> [Number] {
        let count = self.count / MemoryLayout<Number>.stride
        return [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
            _ = copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    /// The bytes of numbers.
    init<Number: BitwiseCopyable>(numbers: [Number]) {
        self = numbers.withUnsafeBytes { Data($0) }
    }
}
