import Foundation
import Inference
import Synchronization
import Testing

/// Fetching models from servers that do well and badly.
struct ModelPullTests {
    private static func failure(_ store: ModelStore) async throws -> InferenceError {
        do {
            try await store.pull("sample-embedder")
        } catch let error as InferenceError {
            return error
        }
        throw CancellationError()
    }

    @Test("A model is fetched, is whole, and is not fetched again")
    func pulls() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, _, connection in SampleModel.serve(request, connection) }
        let store = SampleModel.store(in: scratch.folder.appending(path: "models"), server: server)
        let last = Mutex<ModelProgress?>(nil)
        try await store.pull("Sample-Embedder") { progress in last.withLock { $0 = progress } }
        let total = Int64(SampleModel.words.count + SampleModel.weights.count)
        let end = try #require(last.withLock { $0 })
        #expect(end.file == "model.safetensors")
        #expect(end.bytesDone == total && end.bytesTotal == total)
        #expect(
            server.requests.map(\.line).sorted() == [
                "GET /a/b/resolve/r1/model.safetensors HTTP/1.1", "GET /a/b/resolve/r1/vocab.txt HTTP/1.1",
            ])
        #expect(
            try Data(contentsOf: store.url(of: "sample-embedder").appending(path: "vocab.txt")) == SampleModel.words)
        try await store.verify("sample-embedder")
        try await store.pull("sample-embedder")
        #expect(server.requests.count == 2)
        #expect(scratch.names("models/.partial") == ["sample-embedder.lock"])
    }

    @Test("A download that breaks off goes on where it stopped")
    func resumes() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, number, connection in
            guard request.line.contains("safetensors"), number < 3 else {
                return SampleModel.serve(request, connection)
            }
            let start = SampleModel.start(of: request) ?? 0
            connection.send(
                "HTTP/1.1 \(start > 0 ? 206 : 200) X\r\nContent-Length: \(SampleModel.weights.count - start)\r\n"
                    + "Content-Range: bytes \(start)-\(SampleModel.weights.count - 1)/\(SampleModel.weights.count)\r\n\r\n"
            )
            connection.send(Array(SampleModel.weights[start..<start + 100_000]))
        }
        let store = SampleModel.store(in: scratch.folder, server: server)
        try await store.pull("sample-embedder")
        try await store.verify("sample-embedder")
        // What was on its way when the connection broke may be lost, but never all of it.
        let starts = server.requests.filter { $0.line.contains("safetensors") }.map { SampleModel.start(of: $0) ?? 0 }
        #expect(starts.count == 3)
        #expect(starts == starts.sorted() && Set(starts).count == 3)
    }

    @Test("What a cancelled download fetched is used by the next")
    func cancellation() async throws {
        let scratch = try Scratch()
        let isHeld = Mutex(true)
        let server = try ScriptedServer { request, _, connection in
            guard request.line.contains("safetensors"), isHeld.withLock({ $0 }) else {
                return SampleModel.serve(request, connection)
            }
            connection.send("HTTP/1.1 200 X\r\nContent-Length: \(SampleModel.weights.count)\r\n\r\n")
            connection.send(Array(SampleModel.weights[..<150_000]))
            _ = connection.waitForClose(seconds: 10)
        }
        let store = SampleModel.store(in: scratch.folder, server: server)
        let task = Task { try await store.pull("sample-embedder") }
        try await eventually { server.requests.count == 2 }
        try await Task.sleep(for: .milliseconds(300))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(scratch.names(".partial/sample-embedder").contains("model.safetensors.part"))
        #expect(throws: InferenceError.self) { try store.url(of: "sample-embedder") }

        isHeld.withLock { $0 = false }
        try await store.pull("sample-embedder")
        try await store.verify("sample-embedder")
        #expect(server.requests.last?.headers["range"] == "bytes=150000-")
        #expect(server.requests.filter { $0.line.contains("vocab") }.count == 1)
    }

    @Test("Two pulls at once fetch once")
    func together() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, _, connection in
            usleep(100_000)
            SampleModel.serve(request, connection)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try await SampleModel.store(in: scratch.folder, server: server).pull("sample-embedder")
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 2)
    }

    @Test("Wrong bytes of the right size are not installed, and the reason is said")
    func wrongBytes() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, _, connection in
            guard request.line.contains("safetensors") else { return SampleModel.serve(request, connection) }
            connection.respond(200, [UInt8](repeating: 7, count: SampleModel.weights.count))
        }
        let store = SampleModel.store(in: scratch.folder, server: server)
        let error = try await Self.failure(store)
        #expect(error.code == .downloadFailed)
        #expect(error.message.contains("model.safetensors is not the file of the catalogue"))
        #expect(error.message.contains("bespoke models add PATH --name sample-embedder"))
        #expect(try store.installed().isEmpty)
        #expect(scratch.names(".partial/sample-embedder") == ["vocab.txt"])
    }

    @Test(
        "A server without the file, with too much of it, or with ever less of it is reported",
        arguments: [(404, "it answered 404"), (200, "it sends more than the 300000 bytes"), (503, "4 times in a row")])
    func unwilling(status: Int, reason: String) async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { _, _, connection in
            connection.respond(status, [UInt8](repeating: 1, count: SampleModel.weights.count + 1))
        }
        // The small file is asked for first; here it is there already.
        try scratch.write(".partial/sample-embedder/vocab.txt", SampleModel.words)
        let error = try await Self.failure(SampleModel.store(in: scratch.folder, server: server))
        #expect(error.code == .downloadFailed)
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test("A server that ignores ranges, or refuses them, starts over", arguments: [200, 416])
    func noRanges(status: Int) async throws {
        let scratch = try Scratch()
        try scratch.write(".partial/sample-embedder/model.safetensors.part", Data(repeating: 9, count: 1000))
        let server = try ScriptedServer { request, _, connection in
            if request.headers["range"] != nil, status == 416 { return connection.respond(416, "") }
            var plain = request
            plain.headers["range"] = nil
            SampleModel.serve(plain, connection)
        }
        let store = SampleModel.store(in: scratch.folder, server: server)
        try await store.pull("sample-embedder")
        try await store.verify("sample-embedder")
    }

    @Test("A redirect is followed with its range")
    func redirect() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, _, connection in
            guard !request.line.contains("/elsewhere") else { return SampleModel.serve(request, connection) }
            let name = request.line.contains("vocab") ? "vocab.txt" : "model.safetensors"
            connection.respond(302, "", headers: ["Location: /elsewhere/\(name)"])
        }
        try scratch.write(".partial/sample-embedder/model.safetensors.part", SampleModel.weights[..<1000])
        let store = SampleModel.store(in: scratch.folder, server: server)
        try await store.pull("sample-embedder")
        #expect(server.requests.last?.headers["range"] == "bytes=1000-")
    }

    @Test("Every source's reason is told when none has the model")
    func allSources() async throws {
        let scratch = try Scratch()
        let store = SampleModel.store(
            in: scratch.folder,
            sources: [
                .pythonPackage(name: "sample", version: "1.0", folder: "sample"),
                .huggingFace(repository: "a/b", revision: "r1"),
            ])
        let error = try await Self.failure(store)
        #expect(error.code == .downloadFailed)
        #expect(error.message.contains("the Python package sample 1.0: fetching it needs Python 3 with pip"))
        #expect(error.message.contains("Hugging Face, a/b: http://127.0.0.1:9"))
        #expect(error.message.contains("connection refused"))
    }

    @Test("A full disk is said to be one, and no other source is tried")
    func fullDisk() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, _, connection in SampleModel.serve(request, connection) }
        let part = try scratch.write(".partial/sample-embedder/x", Data()).deletingLastPathComponent()
        try FileManager.default.createSymbolicLink(
            atPath: part.appending(path: "model.safetensors.part").path, withDestinationPath: "/dev/full")
        let error = try await Self.failure(SampleModel.store(in: scratch.folder, server: server))
        #expect(error.code == .diskFull)
        #expect(error.message.contains("model.safetensors.part: No space left on device; make room there"))
    }

    @Test("A folder that must not be written is said to be one")
    func noPermission() async throws {
        let store = SampleModel.store(in: URL(filePath: "/sys/bespoke-models"))
        let error = try await Self.failure(store)
        #expect(error.code == .permissionDenied)
        #expect(error.message.contains("/sys/bespoke-models/.partial"))
    }

    @Test("A damaged model is repaired by fetching what is wrong of it")
    func repairs() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, _, connection in SampleModel.serve(request, connection) }
        try scratch.write("sample-embedder/vocab.txt", SampleModel.words)
        try scratch.write("sample-embedder/model.safetensors", SampleModel.weights[..<5000])
        let store = SampleModel.store(in: scratch.folder, server: server)
        #expect(throws: InferenceError.self) { try store.url(of: "sample-embedder") }
        #expect(try store.installed().first?.damage == "model.safetensors has 5000 bytes, not 300000")
        try await store.pull("sample-embedder")
        try await store.verify("sample-embedder")
        #expect(server.requests.count == 1)
    }

    @Test("A file of the right size with other bytes is found and fetched again, the others are kept")
    func repairsBytes() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { request, _, connection in SampleModel.serve(request, connection) }
        try scratch.write("sample-embedder/vocab.txt", SampleModel.words)
        var weights = SampleModel.weights
        weights[200_000] ^= 1
        try scratch.write("sample-embedder/model.safetensors", weights)
        let store = SampleModel.store(in: scratch.folder, server: server)
        let model = try #require(store.installed().first)
        #expect(model.damage == nil)
        #expect(try await store.damage(of: model)?.hasPrefix("model.safetensors has the SHA-256 ") == true)
        #expect(try await !store.isWhole(store.catalogue.model(named: "sample-embedder")))
        try await store.pull("sample-embedder")
        try await store.verify("sample-embedder")
        #expect(server.requests.map(\.line) == ["GET /a/b/resolve/r1/model.safetensors HTTP/1.1"])
    }
}
