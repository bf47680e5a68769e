package import Foundation

/// The bytes that some programs put before a text to tell its encoding.
package struct ByteOrderMark {
    /// How many bytes it has.
    package var length: Int
    /// The wide encoding that it stands for, nil for UTF-8.
    package var encoding: WideEncoding?

    /// The mark at the start of `bytes`, if there is one.
    package init?(_ bytes: Data) {
        let start = [UInt8](bytes.prefix(4))
        if start.starts(with: [0xEF, 0xBB, 0xBF]) {
            self.init(length: 3, encoding: nil)
        } else if start == [0xFF, 0xFE, 0, 0] {
            self.init(length: 4, encoding: .utf32Little)
        } else if start == [0, 0, 0xFE, 0xFF] {
            self.init(length: 4, encoding: .utf32Big)
        } else if start.starts(with: [0xFF, 0xFE]) {
            self.init(length: 2, encoding: .utf16Little)
        } else if start.starts(with: [0xFE, 0xFF]) {
            self.init(length: 2, encoding: .utf16Big)
        } else {
            return nil
        }
    }

    private init(length: Int, encoding: WideEncoding?) {
        self.length = length
        self.encoding = encoding
    }
}
