internal import Crypto
internal import Foundation

/// The SHA-256 of files.
enum FileDigest {
    /// The digest in lower-case hexadecimal digits. Blocks; reads a megabyte at a time.
    ///
    /// - Throws: `permissionDenied` or another error with the path, and `CancellationError`.
    static func sha256(of url: URL, _ cancellation: Cancellation) throws -> String {
        var hash = SHA256()
        do {
            let file = try FileHandle(forReadingFrom: url)
            defer { try? file.close() }
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                try cancellation.check()
                hash.update(data: piece)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw SystemFailure.error("reading \(url.path)", error)
        }
        return hexadecimal(hash.finalize())
    }

    /// Two lower-case hexadecimal digits for each byte.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
