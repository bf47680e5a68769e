internal import Foundation

/// Standard output or standard error, as text for a person.
///
/// Everything that is written passes ``ControlCharacters``; colour is added after that and only on a terminal.
struct Channel: Sendable {
    /// The reader of our output has gone, as `head` does after its last line. Nothing failed.
    struct Closed: Error {}

    /// The file descriptor.
    let descriptor: Int32
    /// Whether a person watches.
    let isTerminal: Bool
    /// Columns of a line; nil where lines are left as long as they are.
    let width: Int?
    /// Whether words may be set apart: on a terminal, unless the user wants none of it.
    let usesColour: Bool

    init(descriptor: Int32, environment: [String: String]) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        usesColour = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 {
            width = max(columns, 20)
        } else {
            width = isTerminal ? min(Self.terminalSize(descriptor)?.columns ?? 80, 100) : nil
        }
    }

    /// Writes `text`, all of it.
    ///
    /// - Throws: ``Closed``, or a ``Failure`` where the disk that the output goes to is full.
    func write(_ text: String, as style: Style = .plain) throws {
        let safe = ControlCharacters.neutralized(text)
        try writeBytes(usesColour && style != .plain ? "\u{1B}[\(style.rawValue)m\(safe)\u{1B}[0m" : safe)
    }

    /// Writes `text` as it is. For JSON and for the control sequences of the progress bar only.
    func writeBytes(_ text: String) throws {
        var text = text
        try text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = systemWrite(descriptor, start, rest.count)
                if count >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if errno == EPIPE {
                    throw Closed()
                } else if errno == EAGAIN {
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = systemPoll(&poll, 1, -1)
                } else if errno != EINTR {
                    throw Failure("writing the output failed: \(String(cString: strerror(errno)))")
                }
            }
        }
    }

    /// How large the terminal is now; nil where there is none, or it does not say.
    var terminalSize: (columns: Int, rows: Int)? { Self.terminalSize(descriptor) }

    private static func terminalSize(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), max(1, Int(size.ws_row)))
    }
}

/// How a piece of text is set apart on a terminal.
enum Style: String {
    case plain = "0"
    case bold = "1"
    case faint = "2"
    case red = "31"
    case yellow = "33"
}

// The names `write` and `poll` would mean the methods above.
private let systemWrite = write
private let systemPoll = poll
