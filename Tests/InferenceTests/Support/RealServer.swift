import Foundation
import Inference
import TestSupport

/// llama-cpp-python's server with the default engine's model, on a port of its own.
final class RealServer: Sendable {
    /// Why there is none.
    struct Unavailable: Error, CustomStringConvertible { let description: String }

    let port: UInt16
    private let process: Process

    /// The engine that asks it.
    func engine(model: String = "SmolLM2-135M-Instruct") throws -> OpenAIEngine {
        guard let address = URL(string: "http://127.0.0.1:\(port)/v1") else {
            throw Unavailable(description: "no address")
        }
        var server = OpenAIServer(address: address, model: model, key: try ServerKey(environment: [:]))
        server.limits.firstDelay = .milliseconds(50)
        return OpenAIEngine(server)
    }

    /// Starts the server and waits until it listens.
    init() async throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let script = repository.appending(path: "Scripts/test-server").path
        port = try ScriptedServer.freePort()
        process = Process()
        process.executableURL = URL(filePath: script)
        process.arguments = ["run", "\(port)", try TestModels.smolLM2().path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<600 {
            guard process.isRunning else {
                throw Unavailable(
                    description: "the test server ended at once; run “Scripts/test-server install”, as make test does")
            }
            if await isListening() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        stop()
        throw Unavailable(description: "the test server does not listen after a minute; try “Scripts/test-server run”")
    }

    /// Ends it.
    func stop() {
        // A child inherits a signal mask that hides milder signals from it.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    private func isListening() async -> Bool {
        guard let url = URL(string: "http://127.0.0.1:\(port)/v1/models") else { return false }
        let descriptor = socket(AF_INET, Connection.stream, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(url.port ?? 0).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
