internal import Foundation

/// Where the lines of a chat come from.
protocol ChatLines: Sendable {
    /// The next line; waits for it.
    func next() async throws -> ChatLine
    /// Takes a question for typed, to be called up again.
    func remember(_ question: String)
}

extension ChatLines {
    func remember(_ question: String) {}
}

/// What came of waiting for a line.
enum ChatLine: Equatable {
    case line(String)
    /// Ctrl-C; whether the line was empty.
    case interrupted(isEmpty: Bool)
    /// There is no further line.
    case end
}

/// Lines that a user types and edits.
///
/// `@unchecked Sendable`: the editor is used by one call of ``next()`` at a time, on a thread of its own.
final class TypedLines: ChatLines, @unchecked Sendable {
    private let editor: LineEditor
    private let prompt: String

    /// - Parameter questions: what was asked before, oldest first.
    init(channel: Channel, profile: String, questions: [String]) {
        prompt = DisplayWidth.truncate(profile, to: Self.longestName) + "> "
        editor = LineEditor(
            channel: channel, memory: LineMemory(questions),
            completions: ChatCommandName.allCases.map { "/" + $0.rawValue })
    }

    private static let longestName = 14

    func remember(_ question: String) { editor.remember(question) }

    func next() async throws -> ChatLine {
        let result = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in
                continuation.resume(with: Result { try editor.read(prompt: prompt) })
            }
        }
        return switch result {
        case .line(let text): .line(text)
        case .interrupted(let text): .interrupted(isEmpty: text.isEmpty)
        case .end: .end
        }
    }
}

/// Lines of a pipe or a file: a question each, or several lines for one as `MultilineText` says.
///
/// `@unchecked Sendable`: used by one call of ``next()`` at a time.
final class PipedLines: ChatLines, @unchecked Sendable {
    private var bytes: [UInt8] = []
    private var isAtEnd = false

    func next() async throws -> ChatLine {
        var text: String?
        while let line = try await line() {
            let whole = (text ?? "") + line
            guard MultilineText.goesOn(whole) else { return .line(MultilineText.meant(whole)) }
            text = (whole.hasSuffix("\\") ? String(whole.dropLast()) : whole) + "\n"
        }
        return text.map { .line(MultilineText.meant($0)) } ?? .end
    }

    private func line() async throws -> String? {
        while true {
            if let end = bytes.firstIndex(of: 0x0A) {
                defer { bytes.removeFirst(end + 1) }
                return String(decoding: bytes[..<end], as: UTF8.self).trimmingCharacters(in: ["\r"])
            }
            if isAtEnd {
                defer { bytes = [] }
                return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
            }
            try await readMore()
        }
    }

    /// Waits for bytes on a thread of its own, so that Ctrl-C ends the waiting.
    private func readMore() async throws {
        let isCancelled = Protected(false)
        let read: [UInt8] = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: Self.read(unless: isCancelled)) }
            }
        } onCancel: {
            isCancelled.change { $0 = true }
        }
        try Task.checkCancellation()
        isAtEnd = read.isEmpty
        bytes += read
    }

    private static func read(unless isCancelled: Protected<Bool>) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !isCancelled.value {
            var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 100) != 0 else { continue }
            let count = Foundation.read(0, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            return Array(buffer.prefix(max(0, count)))
        }
        return []
    }
}
