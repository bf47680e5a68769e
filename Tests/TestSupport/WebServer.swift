public import Foundation
import Synchronization

/// A web server on 127.0.0.1 that a test fills with pages. It closes each connection after its answer.
public final class WebServer: Sendable {
    /// What is sent for a path.
    public struct Page: Sendable {
        public var status = 200
        public var headers: [String: String] = [:]
        public var body = Data()
        /// How many bytes the body is said to have, where that is a lie.
        public var statedLength: Int?
        /// Whether the length is left out, so that the end of the connection is the end of the body.
        public var isUnbounded = false
        /// Bytes that are sent for each tenth of a second; nil for all at once.
        public var trickle: Int?

        public init(_ body: String, type: String = "text/html; charset=utf-8", headers: [String: String] = [:]) {
            self.init(bytes: Data(body.utf8), type: type, headers: headers)
        }

        public init(bytes: Data, type: String, headers: [String: String] = [:]) {
            body = bytes
            self.headers = headers.merging(["Content-Type": type]) { own, _ in own }
        }

        public init(status: Int, headers: [String: String] = [:]) {
            self.status = status
            self.headers = headers
        }
    }

    /// What was asked for.
    public struct Request: Sendable, Hashable {
        public var path: String
        /// Names in small letters.
        public var headers: [String: String]
        public var body: String
        public var time: ContinuousClock.Instant
    }

    /// The port that it listens on.
    public let port: UInt16
    private let listener: Int32
    private let pages = Mutex<[String: Page]>([:])
    private let log = Mutex<[Request]>([])

    /// Starts a server with pages by their paths, queries included.
    public init(_ pages: [String: Page] = [:]) throws {
        (listener, port) = try Loopback.listen()
        let descriptor = listener
        self.pages.withLock { $0 = pages }
        Thread.detachNewThread { [weak self] in
            defer { close(descriptor) }
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0, let self else { return }
                Thread.detachNewThread {
                    self.answer(connection)
                    close(connection)
                }
            }
        }
    }

    deinit { stop() }

    /// Stops listening.
    public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// The address of a path.
    public func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// The page at a path; nil for none, which is answered with 404.
    public subscript(path: String) -> Page? {
        get { pages.withLock { $0[path] } }
        set { pages.withLock { $0[path] = newValue } }
    }

    /// All requests in their order.
    public var requests: [Request] { log.withLock { $0 } }

    /// The paths that were asked for, but for robots.txt.
    public var paths: [String] { requests.map(\.path).filter { $0 != "/robots.txt" } }

    private func answer(_ connection: Int32) {
        guard let request = read(connection) else { return }
        log.withLock { $0.append(request) }
        var page = self[request.path] ?? Page(status: 404)
        let etag = page.headers["ETag"]
        let date = page.headers["Last-Modified"]
        let isKnown =
            etag.map { $0 == request.headers["if-none-match"] }
            ?? date.map { $0 == request.headers["if-modified-since"] } ?? false
        if page.status == 200, isKnown {
            page.status = 304
            page.body = Data()
        }
        var head = "HTTP/1.1 \(page.status) Status\r\nConnection: close\r\n"
        for (name, value) in page.headers { head += "\(name): \(value)\r\n" }
        if !page.isUnbounded, page.status != 304 {
            head += "Content-Length: \(page.statedLength ?? page.body.count)\r\n"
        }
        send(Data((head + "\r\n").utf8), to: connection)
        let piece = page.trickle ?? max(1, page.body.count)
        var rest = page.body[...]
        while !rest.isEmpty, send(rest.prefix(piece), to: connection) {
            rest = rest.dropFirst(piece)
            if page.trickle != nil { usleep(100_000) }
        }
    }

    private func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        func more() -> Bool {
            let count = recv(connection, &buffer, buffer.count, 0)
            bytes += buffer.prefix(max(0, count))
            return count > 0
        }
        let end = Array("\r\n\r\n".utf8)
        while bytes.firstRange(of: end) == nil {
            guard more() else { return nil }
        }
        let head = bytes.firstRange(of: end)?.lowerBound ?? bytes.count
        let lines = String(decoding: bytes[..<head], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while bytes.count < head + end.count + length {
            guard more() else { return nil }
        }
        let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let body = String(decoding: bytes.dropFirst(head + end.count), as: UTF8.self)
        return Request(path: path, headers: headers, body: body, time: .now)
    }

    @discardableResult
    private func send(_ data: Data, to connection: Int32) -> Bool {
        #if os(Linux)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        return data.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = UnsafeRawBufferPointer(rebasing: rest).baseAddress.map {
                    systemSend(connection, $0, rest.count, flags)
                }
                guard let count, count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}

// The name `send` would mean the method above.
private let systemSend = send
