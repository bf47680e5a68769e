internal import Foundation

/// A server that takes connections and says nothing.
final class SilentServer: Sendable {
    private let listener: Int32
    let url: String

    init() throws {
        #if os(Linux)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard bound else { throw CocoaError(.fileReadUnknown) }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/v1"
    }

    deinit { close(listener) }

    /// Waits until somebody has connected and sent something.
    func connection() async throws {
        let descriptor = listener
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let client = accept(descriptor, nil, nil)
                var byte: UInt8 = 0
                _ = read(client, &byte, 1)
                continuation.resume()
            }
        }
    }
}
