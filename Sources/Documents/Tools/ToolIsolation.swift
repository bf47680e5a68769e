internal import Subprocess

/// Keeps the programs that read hostile files from the network, where the system has a way to do so.
package enum ToolIsolation {
    /// What a program is started through, the first of these that works; on Linux a network namespace of its own, which has no way out.
    private static let ways = [
        ["/usr/bin/unshare", "--map-root-user", "--net"], ["/usr/bin/unshare", "--net"],
        ["/usr/bin/sandbox-exec", "-p", "(version 1)(allow default)(deny network*)"],
    ]

    private static let found = Task { () -> [String]? in
        for way in ways where await works(way) { return way }
        return nil
    }

    /// The words to put before a command; none where the system has no way, or does not let this user take it.
    static var command: [String] { get async { await found.value ?? [] } }

    /// Whether programs are kept from the network on this machine.
    package static var isPossible: Bool { get async { await found.value != nil } }

    private static func works(_ way: [String]) async -> Bool {
        let result = try? await Subprocess.run(
            .name("sh"), arguments: Arguments(["-c", "exec \"$@\"", "sh"] + way + ["true"]), output: .discarded,
            error: .discarded)
        return result?.terminationStatus.isSuccess == true
    }
}
