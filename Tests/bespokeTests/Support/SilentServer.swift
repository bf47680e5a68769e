internal import Foundation
internal import TestSupport

/// A server that takes connections and says nothing.
final class SilentServer: Sendable {
    private let listener: Int32
    let url: String

    init() throws {
        let port: UInt16
        (listener, port) = try Loopback.listen()
        url = "http://127.0.0.1:\(port)/v1"
    }

    deinit { close(listener) }

    /// Waits until somebody has connected and begun to post something: a question, and not one for the server's window before it.
    func connection() async throws {
        let descriptor = listener
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var byte: UInt8 = 0
                while byte != UInt8(ascii: "P") {
                    let client = accept(descriptor, nil, nil)
                    guard client >= 0 else { break }
                    byte = 0
                    _ = read(client, &byte, 1)
                }
                continuation.resume()
            }
        }
    }
}
