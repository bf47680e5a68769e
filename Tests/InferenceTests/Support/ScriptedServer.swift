import Foundation
import Synchronization

/// An HTTP server on this machine that does what a test tells it, wrong things included.
final class ScriptedServer: Sendable {
    /// What a client sent.
    struct Request: Sendable {
        var line: String
        var headers: [String: String]
        var body: Data

        /// The body as JSON.
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:] }
    }

    /// The address of the server, without a path.
    var address: String { "http://127.0.0.1:\(port)" }
    /// What came, in order.
    var requests: [Request] { received.withLock { $0 } }

    private let port: UInt16
    private let listener: Int32
    private let received = Mutex<[Request]>([])
    private let handler: @Sendable (Request, Int, Connection) -> Void

    /// Starts a server. `handler` gets each request, its number from 0, and the connection to answer on, which is closed after it.
    init(_ handler: @escaping @Sendable (Request, Int, Connection) -> Void) throws {
        self.handler = handler
        let listener = socket(AF_INET, Connection.stream, 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        port = UInt16(bigEndian: address.sin_port)
        Thread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                guard let self else {
                    close(descriptor)
                    return
                }
                Thread { self.serve(Connection(descriptor)) }.start()
            }
        }.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// A port at which nothing listens.
    static func freePort() throws -> UInt16 { try ScriptedServer { _, _, _ in }.port }

    private func serve(_ connection: Connection) {
        defer { connection.end() }
        guard let request = connection.readRequest() else { return }
        let number = received.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        handler(request, number, connection)
    }
}

/// The server's side of a connection.
final class Connection: Sendable {
    private let descriptor: Int32
    private let isOpen = Mutex(true)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        signal(SIGPIPE, SIG_IGN)
    }

    #if canImport(Darwin)
        static let stream = SOCK_STREAM
    #else
        static let stream = Int32(SOCK_STREAM.rawValue)
    #endif

    /// Sends bytes as they are.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends text as it is.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends a whole response.
    func respond(_ status: Int, _ body: String, type: String = "application/json", headers: [String] = []) {
        respond(status, Array(body.utf8), type: type, headers: headers)
    }

    /// Sends a whole response.
    func respond(_ status: Int, _ body: [UInt8], type: String = "application/octet-stream", headers: [String] = []) {
        let lines = [
            "HTTP/1.1 \(status) X", "Content-Type: \(type)", "Content-Length: \(body.count)", "Connection: close",
        ]
        send((lines + headers).joined(separator: "\r\n") + "\r\n\r\n")
        send(body)
    }

    /// Sends the head of a stream of events, which ends with the connection.
    func beginEvents() {
        send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n")
    }

    /// Sends a piece of an answer as an event.
    func sendPiece(_ text: String, finish: String? = nil) {
        let end = finish.map { "\"\($0)\"" } ?? "null"
        let escaped = String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
        send("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\(escaped)},\"finish_reason\":\(end)}]}\n\n")
    }

    /// Waits until the client closes the connection.
    ///
    /// - Returns: whether it did within the time.
    func waitForClose(seconds: Int) -> Bool {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) <= 0 && errno != EAGAIN && errno != EWOULDBLOCK
    }

    fileprivate func end() {
        isOpen.withLock { isOpen in
            if isOpen { close(descriptor) }
            isOpen = false
        }
    }

    fileprivate func readRequest() -> ScriptedServer.Request? {
        var bytes = Data()
        var buffer = [UInt8](repeating: 0, count: 65536)
        func more() -> Bool {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return false }
            bytes.append(contentsOf: buffer[..<count])
            return true
        }
        var end = bytes.range(of: Data("\r\n\r\n".utf8))
        while end == nil {
            guard more() else { return nil }
            end = bytes.range(of: Data("\r\n\r\n".utf8))
        }
        guard let end else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let headers = lines.dropFirst().reduce(into: [String: String]()) { headers, line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1] }
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        while bytes.count < end.upperBound + length {
            guard more() else { return nil }
        }
        return ScriptedServer.Request(line: lines[0], headers: headers, body: Data(bytes[end.upperBound...]))
    }
}
