internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Fetches one file over HTTP. What came stays in a `.part` file, from which the next attempt goes on.
struct FileDownload: Sendable {
    let address: String
    let file: ModelFile
    let target: URL
    let settings: DownloadSettings
    let background: Background

    private var part: URL { target.appendingPathExtension("part") }

    /// Bytes that are written at once.
    private static let batch = 1 << 20

    /// Fetches the file; its size is then right, its bytes are not compared with anything.
    ///
    /// - Throws: `downloadFailed` when attempts bring nothing new, or at once where trying again has no sense.
    func run(_ progress: @escaping @Sendable (Int64) -> Void) async throws {
        let part = try await background.run { _ in try PartFile(self.part) }
        var fruitless = 0
        while true {
            var size = try await background.run { _ in part.size }
            if size > file.bytes {
                try await background.run { _ in try part.truncate(to: 0) }
                size = 0
            }
            if size == file.bytes { break }
            progress(size)
            do {
                try await attempt(part, from: size, progress)
            } catch let failure as Transient {
                try Task.checkCancellation()
                let grew = try await background.run { _ in part.size } > size
                fruitless = grew ? 0 : fruitless + 1
                guard fruitless < settings.attempts else {
                    throw InferenceError(.downloadFailed, "\(address): \(failure.reason), \(fruitless) times in a row")
                }
                try await Task.sleep(for: settings.firstDelay * (1 << max(0, fruitless - 1)))
            }
        }
        try await background.run { _ in
            try part.sync()
            guard rename(self.part.path, target.path) == 0 else {
                throw SystemFailure.error("moving \(self.part.path) to \(target.path)", number: errno)
            }
        }
    }

    /// A failure after which another attempt may do better.
    private struct Transient: Error { var reason: String }

    private func attempt(_ part: PartFile, from start: Int64, _ progress: @escaping @Sendable (Int64) -> Void)
        async throws
    {
        let silence = InferenceError(.timedOut, "nothing came for \(settings.idleLimit.components.seconds) seconds")
        do {
            try await Watchdog.run(settings.idleLimit, otherwise: silence) { watchdog in
                var request = HTTPClientRequest(url: address)
                request.headers.add(name: "User-Agent", value: "bespoke")
                if start > 0 { request.headers.add(name: "Range", value: "bytes=\(start)-") }
                let response = try await HTTPConnection.downloads.execute(request, deadline: .distantFuture)
                let first = try await firstByte(of: response, part, wanted: start)
                try await receive(response.body, part, from: first, watchdog, silence, progress)
            }
        } catch let error as InferenceError where error.code == .timedOut {
            throw Transient(reason: error.message)
        } catch let error where error is InferenceError || error is Transient || error is CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw Transient(reason: HTTPConnection.reason(error))
        }
    }

    /// Where the body begins in the file: `wanted`, or 0 where the server sends all of it.
    private func firstByte(of response: HTTPClientResponse, _ part: PartFile, wanted: Int64) async throws -> Int64 {
        switch response.status.code {
        case 200:
            if wanted > 0 { try await background.run { _ in try part.truncate(to: 0) } }
            return 0
        case 206:
            let range = response.headers.first(name: "Content-Range") ?? ""
            guard range.hasPrefix("bytes \(wanted)-") else {
                try await background.run { _ in try part.truncate(to: 0) }
                throw Transient(reason: "it sent another range than was asked for")
            }
            return wanted
        case 416:
            try await background.run { _ in try part.truncate(to: 0) }
            throw Transient(reason: "it has no such range")
        case 408, 429, 500...599: throw Transient(reason: "it answered \(response.status.code)")
        default: throw InferenceError(.downloadFailed, "\(address): it answered \(response.status.code)")
        }
    }

    private func receive(
        _ body: HTTPClientResponse.Body, _ part: PartFile, from start: Int64, _ watchdog: Watchdog,
        _ silence: InferenceError, _ progress: @Sendable (Int64) -> Void
    ) async throws {
        var pending: [UInt8] = []
        var end = start
        do {
            for try await piece in body {
                watchdog.allow(settings.idleLimit, otherwise: silence)
                end += Int64(piece.readableBytes)
                guard end <= file.bytes else {
                    try await background.run { _ in try part.truncate(to: 0) }
                    throw InferenceError(
                        .downloadFailed, "\(address): it sends more than the \(file.bytes) bytes of the file")
                }
                pending.append(contentsOf: piece.readableBytesView)
                if pending.count >= Self.batch {
                    try await write(&pending, to: part)
                    progress(end)
                }
            }
        } catch {
            // Also after a cancellation: what came need not come again.
            if end <= file.bytes { try writeNow(pending, to: part) }
            throw error
        }
        try await write(&pending, to: part)
        progress(end)
        guard end == file.bytes else { throw Transient(reason: "it sent \(end) of \(file.bytes) bytes") }
    }

    private func write(_ pending: inout [UInt8], to part: PartFile) async throws {
        let bytes = pending
        pending.removeAll(keepingCapacity: true)
        try await background.run { _ in try part.append(bytes) }
    }

    /// At most a batch, when the task may be cancelled and can no longer wait for the queue.
    private func writeNow(_ bytes: [UInt8], to part: PartFile) throws {
        if !bytes.isEmpty { try part.append(bytes) }
    }
}
