internal import Foundation

/// Turns the first Ctrl-C into the cancellation of a task; the second ends the process at once. A part of the work may take it for
/// itself.
///
/// The signal handler only writes to a pipe, which is all that POSIX allows it; a thread reads there and cancels. A handler, and
/// not `SIG_IGN`, is used so that child programs start with the default again.
enum Interruption {
    /// Runs `work` as a task that Ctrl-C cancels.
    static func cancellable(_ work: @escaping @Sendable () async -> ExitStatus) async -> ExitStatus {
        let task = Task { await work() }
        watch { task.cancel() }
        return await task.value
    }

    /// Runs `work`, during which Ctrl-C calls `handler` and nothing else. The second one ends the process.
    static func redirected<Value: Sendable>(
        to handler: @escaping @Sendable () -> Void, _ work: () async -> Value
    ) async -> Value {
        let calls = Protected(0)
        override.change {
            $0 = {
                calls.change { $0 += 1 }
                guard calls.value == 1 else {
                    TerminalMode.restore()
                    exit(ExitStatus.interrupted.rawValue)
                }
                handler()
            }
        }
        keepsHandler = true
        defer {
            keepsHandler = false
            override.change { $0 = nil }
        }
        return await work()
    }

    /// What Ctrl-C does in the place of cancelling.
    private static let override = Protected<(@Sendable () -> Void)?>(nil)

    private static func watch(_ cancel: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        pipeEnd = ends[1]
        let readEnd = ends[0]
        let thread = Thread {
            var byte: UInt8 = 0
            while true {
                while read(readEnd, &byte, 1) != 1, errno == EINTR {}
                if let handler = override.value { handler() } else { cancel() }
            }
        }
        thread.stackSize = 1 << 16
        thread.start()
        signal(SIGINT) { _ in
            if !keepsHandler { signal(SIGINT, SIG_DFL) }
            var byte: UInt8 = 1
            _ = write(pipeEnd, &byte, 1)
        }
    }
}

/// The write end of the pipe. Written once, before the handler that reads it is set.
nonisolated(unsafe) private var pipeEnd: Int32 = -1
/// Whether a further Ctrl-C is handled too. One byte, read by the handler.
nonisolated(unsafe) private var keepsHandler = false
