internal import Crypto
internal import Foundation
internal import Library

extension DocumentID {
    /// The id of the document that these bytes are.
    init(hashing bytes: Data) { self.init(SHA256.hash(data: bytes)) }

    /// The id of the document whose bytes have this hash.
    init(_ hash: SHA256Digest) {
        let digits = hash.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        self.init(rawValue: digits.joined())
    }
}
