internal import Foundation

/// Reads lines from a terminal and lets the user edit them: the keys of a shell, text in every script, several lines, paste.
final class LineEditor {
    /// What came of a line.
    enum Result: Equatable {
        case line(String)
        /// Ctrl-C, with what had been typed.
        case interrupted(String)
        /// Ctrl-D on an empty line, or the terminal is gone.
        case end
    }

    private let channel: Channel
    private var memory: LineMemory
    private let completions: [String]
    private var decoder = KeyDecoder()
    private var waiting: [Key] = []
    private var buffer = LineBuffer()
    private var cursorRow = 0

    /// - Parameters:
    ///   - channel: the terminal that shows what is typed.
    ///   - memory: what was typed before.
    ///   - completions: what Tab makes of a beginning.
    init(channel: Channel, memory: LineMemory, completions: [String]) {
        self.channel = channel
        self.memory = memory
        self.completions = completions
    }

    /// Takes a line for typed, to be called up again.
    func remember(_ line: String) { memory.add(line) }

    /// Reads a line; blocks. It may have several lines where `MultilineText` says that it goes on.
    func read(prompt: String) throws -> Result {
        TerminalMode.editing()
        try channel.writeBytes("\u{1B}[?2004h")
        defer { try? channel.writeBytes("\u{1B}[?2004l") }
        buffer = LineBuffer()
        cursorRow = 0
        try show(prompt)
        while true {
            guard let key = nextKey() else {
                try leave(prompt)
                return .end
            }
            if let result = try handle(key, prompt) { return result }
            if waiting.isEmpty { try show(prompt) }
        }
    }

    private func handle(_ key: Key, _ prompt: String) throws -> Result? {
        switch key {
        case .enter:
            guard !MultilineText.goesOn(buffer) else {
                MultilineText.breakLine(&buffer)
                return nil
            }
            try leave(prompt)
            memory.add(buffer.text)
            return .line(MultilineText.meant(buffer.text))
        case .interrupt:
            try leave(prompt)
            return .interrupted(buffer.text)
        case .endOfInput:
            guard buffer.isEmpty else {
                buffer.deleteForward()
                return nil
            }
            try leave(prompt)
            return .end
        case .up: if !buffer.moveLine(by: -1) { recall(memory.earlier(than: buffer.text)) }
        case .down: if !buffer.moveLine(by: 1) { recall(memory.later()) }
        case .earlier: recall(memory.earlier(than: buffer.text))
        case .later: recall(memory.later())
        case .tab: complete()
        case .clearScreen:
            try channel.writeBytes("\u{1B}[H\u{1B}[2J")
            cursorRow = 0
        case .suspend:
            TerminalMode.restore()
            raise(SIGTSTP)
            TerminalMode.editing()
            try channel.writeBytes("\u{1B}[?2004h")
            cursorRow = 0
        default: buffer.edit(key)
        }
        return nil
    }

    private func recall(_ line: String?) {
        if let line { buffer.replace(with: line) }
    }

    private func complete() {
        let text = buffer.text
        let fitting = completions.filter { $0.hasPrefix(text) }
        if !text.isEmpty, fitting.count == 1 { buffer.replace(with: fitting[0] + " ") }
    }

    // MARK: The screen

    private func show(_ prompt: String) throws {
        let size = channel.terminalSize ?? (columns: 80, rows: 24)
        let columns = max(size.columns, DisplayWidth.of(prompt) + 4)
        let layout = LineLayout(buffer, prompt: prompt, columns: columns).window(height: max(2, size.rows - 1))
        try channel.writeBytes(layout.drawn(over: cursorRow))
        cursorRow = layout.cursor.row
    }

    /// Moves behind the text, whole on the screen.
    private func leave(_ prompt: String) throws {
        while !buffer.after.isEmpty { buffer.moveRight() }
        try show(prompt)
        try channel.writeBytes("\r\n")
    }

    // MARK: The keyboard

    /// Milliseconds after which an escape is the key and not the beginning of another.
    private static let patience: Int32 = 60

    private func nextKey() -> Key? {
        while waiting.isEmpty {
            if decoder.isWaiting, !isReadable(within: Self.patience) {
                waiting = decoder.giveUp()
                continue
            }
            var bytes = [UInt8](repeating: 0, count: 1024)
            let count = Foundation.read(0, &bytes, bytes.count)
            if count > 0 {
                waiting = decoder.decode(bytes[..<count])
            } else if count == 0 || errno != EINTR {
                return nil
            }
        }
        return waiting.removeFirst()
    }

    private func isReadable(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) != 0
    }
}

extension LineBuffer {
    /// Does what a key means for the text alone.
    package mutating func edit(_ key: Key) {
        switch key {
        case .text(let text), .paste(let text): insert(text)
        case .newLine: insert("\n")
        case .left: moveLeft()
        case .right: moveRight()
        case .wordLeft: moveWordLeft()
        case .wordRight: moveWordRight()
        case .lineStart: moveToLineStart()
        case .lineEnd: moveToLineEnd()
        case .backspace: deleteBackward()
        case .delete: deleteForward()
        case .cutWordBackward: cutWordBackward()
        case .cutWordForward: cutWordForward()
        case .cutToLineEnd: cutToLineEnd()
        case .cutToLineStart: cutToLineStart()
        case .pasteCut: pasteCut()
        default: break
        }
    }
}
