import Foundation
import Inference
import TestSupport

/// A real server that `Scripts/test-server` starts, on a port of its own.
final class RealServer: Sendable {
    /// Why there is none.
    struct Unavailable: Error, CustomStringConvertible { let description: String }

    let port: UInt16
    private let process: Process

    /// llama-cpp-python's server with the default engine's model.
    convenience init() async throws {
        let model = try TestModels.smolLM2().path
        try await self.init { ["run", "\($0)", model] }
    }

    /// LiteLLM's proxy, which speaks the Messages API in front of another server.
    static func gateway(to server: RealServer) async throws -> RealServer {
        try await RealServer { ["gateway", "\($0)", "\(server.port)"] }
    }

    /// proxy.py, an HTTP proxy.
    static func proxy() async throws -> RealServer { try await RealServer { ["proxy", "\($0)"] } }

    /// The key that the gateway wants.
    static let gatewayKey = "sk-test-gateway-0123456789"

    /// The engine that asks it.
    func engine(model: String = "SmolLM2-135M-Instruct") throws -> OpenAIEngine {
        var server = RemoteServer(address: try address(), model: model, key: try ServerKey(environment: [:]))
        server.limits.firstDelay = .milliseconds(50)
        return OpenAIEngine(server)
    }

    /// Where it is, under a host's name.
    func address(host: String = "127.0.0.1") throws -> URL {
        guard let address = URL(string: "http://\(host):\(port)/v1") else {
            throw Unavailable(description: "no address")
        }
        return address
    }

    /// Starts the server and waits until it listens.
    private init(_ arguments: (UInt16) throws -> [String]) async throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let script = repository.appending(path: "Scripts/test-server").path
        port = try ScriptedServer.freePort()
        process = Process()
        process.executableURL = URL(filePath: script)
        process.arguments = try arguments(port)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<1800 {
            guard process.isRunning else {
                throw Unavailable(
                    description: "the test server ended at once; run “Scripts/test-server install”, as make test does")
            }
            if await isListening() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        stop()
        throw Unavailable(
            description: "the test server does not listen after three minutes; try “Scripts/test-server run”")
    }

    /// Ends it.
    func stop() {
        // The whole group, as its own children would keep it from ending. A child inherits a signal mask that hides milder signals
        // from it.
        if process.isRunning { kill(-process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    private func isListening() async -> Bool {
        let descriptor = socket(AF_INET, Connection.stream, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
