internal import Foundation

/// Finds the numeric addresses of hosts.
enum HostResolver {
    /// The longest wait.
    static let limit: Duration = .seconds(10)

    /// All addresses of a host, in the order in which they should be tried; empty where its name is not known, nil where that takes
    /// too long.
    ///
    /// - Throws: `CancellationError`.
    static func addresses(of host: String) async throws -> [String]? {
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        // The system's resolver cannot be cancelled: its thread ends by itself.
        return try await withThrowingTaskGroup(of: [String]?.self) { group in
            let (answers, continuation) = AsyncStream<[String]>.makeStream()
            Thread.detachNewThread {
                continuation.yield(look(up: name))
                continuation.finish()
            }
            group.addTask { await answers.first { _ in true } }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            let first = try await group.next() ?? nil
            try Task.checkCancellation()
            return first
        }
    }

    private static func look(up name: String) -> [String] {
        var hints = addrinfo()
        #if os(Linux)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            guard
                getnameinfo(
                    entry.ai_addr, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0
            else { continue }
            let address = buffer.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { String(cString: $0) } ?? ""
            }
            if !address.isEmpty, !addresses.contains(address) { addresses.append(address) }
        }
        return addresses
    }
}
