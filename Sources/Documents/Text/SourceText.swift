/// The text of a file as UTF-8 with `\n` at each line end, so that line n of it is line n of the file.
package struct SourceText: Sendable {
    /// Valid UTF-8 without a byte-order mark, NUL, carriage returns or other control characters but tab and newline.
    package var bytes: [UInt8]
    /// The encoding that was found, as people write it: "UTF-8", "GB18030".
    package var encoding: String
    /// What was guessed or mended.
    package var diagnostics: [Diagnostic]

    package init(bytes: [UInt8], encoding: String = "UTF-8", diagnostics: [Diagnostic] = []) {
        self.bytes = bytes
        self.encoding = encoding
        self.diagnostics = diagnostics
    }

    /// The text of a range of bytes.
    package func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// Walks over the lines of a text.
package struct LineCursor {
    /// The number of the line given last, counted from 1.
    package private(set) var number = 0
    private var position = 0

    package init() {}

    /// The bytes of the next line without its end, or nil after the last.
    package mutating func next(in bytes: [UInt8]) -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        let end = bytes.withUnsafeBufferPointer { buffer in
            buffer[start...].firstIndex(of: 0x0A) ?? buffer.count
        }
        position = end + 1
        number += 1
        return start..<end
    }
}
