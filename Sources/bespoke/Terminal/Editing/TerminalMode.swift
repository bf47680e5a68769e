internal import Foundation

/// How the terminal of standard input passes on what is typed.
///
/// The first change remembers how it was; ``restore()`` and the end of the process by SIGTERM or SIGHUP bring that back.
enum TerminalMode {
    /// Every key at once, Ctrl-C too, and none shown.
    static func editing() { set(signals: false) }

    /// Ctrl-C is a signal; what else is typed waits, and is not shown.
    static func answering() { set(signals: true) }

    /// As it was at first.
    static func restore() {
        guard isChanged else { return }
        // Pasted text is marked only for those who read the marks.
        _ = systemWrite(1, pasteMarksOff, pasteMarksOff.utf8CodeUnitCount)
        tcsetattr(0, TCSADRAIN, &former)
        isChanged = false
    }

    private static func set(signals: Bool) {
        if !isChanged {
            guard tcgetattr(0, &former) == 0 else { return }
            isChanged = true
            for number in [SIGTERM, SIGHUP] {
                signal(number) { number in
                    tcsetattr(0, TCSANOW, &former)
                    signal(number, SIG_DFL)
                    raise(number)
                }
            }
        }
        var mode = former
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
        if !signals { mode.c_lflag &= ~tcflag_t(ISIG) }
        mode.c_iflag &= ~tcflag_t(ICRNL | IXON)
        withUnsafeMutableBytes(of: &mode.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        tcsetattr(0, TCSADRAIN, &mode)
    }
}

/// The settings that were there before. Written before the handlers are set, and by one thread.
nonisolated(unsafe) private var former = termios()
nonisolated(unsafe) private var isChanged = false
private let pasteMarksOff: StaticString = "\u{1B}[?2004l"
private func systemWrite(_ descriptor: Int32, _ text: StaticString, _ count: Int) -> Int {
    write(descriptor, text.utf8Start, count)
}
