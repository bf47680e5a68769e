internal import Foundation

/// Turns the first Ctrl-C into the cancellation of a task; the second ends the process at once.
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

    private static func watch(_ cancel: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        pipeEnd = ends[1]
        let readEnd = ends[0]
        let thread = Thread {
            var byte: UInt8 = 0
            while read(readEnd, &byte, 1) != 1, errno == EINTR {}
            cancel()
        }
        thread.stackSize = 1 << 16
        thread.start()
        signal(SIGINT) { _ in
            signal(SIGINT, SIG_DFL)
            var byte: UInt8 = 1
            _ = write(pipeEnd, &byte, 1)
        }
    }
}

/// The write end of the pipe. Written once, before the handler that reads it is set.
nonisolated(unsafe) private var pipeEnd: Int32 = -1
