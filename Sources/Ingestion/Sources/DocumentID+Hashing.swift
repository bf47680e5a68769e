internal import Crypto
internal import Foundation
internal import Library

extension DocumentID {
    /// The id of the document that these bytes are.
    init(hashing bytes: Data) {
        let digits = SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        self.init(rawValue: digits.joined())
    }
}
