internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Bad input")
struct BadInputTests {
    @Test("One bad file does not stop the rest: exit code 2 and a list")
    func partlyDone() async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "papers/lease.md")
        try program.write("", to: "papers/empty.txt")
        try program.write("%PDF-1.7\nnothing more", to: "papers/broken.pdf")
        #expect(try await program.run("create", "notes").status == 0)
        let outcome = try await program.run("add", "notes", "papers")
        #expect(outcome.status == 2)
        #expect(outcome.diagnostics.contains("empty.txt"))
        #expect(outcome.diagnostics.contains("broken.pdf"))
        #expect(outcome.diagnostics.contains("1 added, 2 failed"), "\(outcome.diagnostics)")
        #expect(try await program.run("verify").status == 0)
    }

    @Test("Where nothing could be added the exit code is 1", arguments: [["nowhere.md"], ["hollow"]])
    func nothingAdded(paths: [String]) async throws {
        let program = try Program()
        try FileManager.default.createDirectory(
            at: program.folder.appending(path: "hollow"), withIntermediateDirectories: true)
        #expect(try await program.run("create", "notes").status == 0)
        let outcome = try await program.run(["add", "notes"] + paths)
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains(paths[0]), "\(outcome.diagnostics)")
    }

    @Test("A file without permission is listed with the reason")
    func permission() async throws {
        let program = try Program()
        let file = try program.write("secret\n", to: "secret.txt")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
        #expect(try await program.run("create", "notes").status == 0)
        let outcome = try await program.run("add", "notes", "secret.txt")
        // Root may read everything.
        #expect(outcome.status == (geteuid() == 0 ? 0 : 1))
        #expect(outcome.diagnostics.contains("ermission") == (geteuid() != 0))
    }

    @Test(
        "A question must be a question",
        arguments: [
            ("", Int32(64), "the question is empty"), ("  \n", 64, "the question is empty"),
            (String(repeating: "lease ", count: 20_000), 1, "question"),
        ])
    func questions(question: String, status: Int32, message: String) async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let outcome = try await program.run(["ask", "notes", "-"], input: question)
        #expect(outcome.status == status, "\(outcome.diagnostics)")
        #expect(outcome.diagnostics.contains(message))
        #expect(outcome.output.isEmpty)
    }

    @Test(
        "Without models the message says how to get them",
        arguments: [["add", "notes", "lease.md"], ["ask", "notes", "Why?"], ["search", "notes", "x"]])
    func missingModel(arguments: [String]) async throws {
        let program = try Program(withModels: false)
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        let outcome = try await program.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("bespoke models pull"), "\(outcome.diagnostics)")
        let doctor = try await program.run("doctor")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("bespoke models pull"))
    }

    @Test("A truncated model is an error and not a crash", arguments: [0, 5, 5000])
    func truncatedModel(bytes: Int) async throws {
        let program = try Program(withModels: false)
        let source = try TestModels.miniLM()
        let folder = program.home.appending(path: "models/\(source.lastPathComponent)")
        try FileManager.default.createDirectory(
            at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
            let file = source.appending(path: name)
            if name == "model.safetensors" {
                let handle = try FileHandle(forReadingFrom: file)
                try (handle.read(upToCount: bytes) ?? Data()).write(to: folder.appending(path: name))
            } else {
                try FileManager.default.createSymbolicLink(
                    at: folder.appending(path: name), withDestinationURL: file)
            }
        }
        #expect(try await program.run("create", "notes").status == 0)
        let outcome = try await program.run("search", "notes", "lease")
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.hasPrefix("bespoke: "), "\(outcome.diagnostics)")
    }

    @Test(
        "Machine output of text says why nothing could be read",
        arguments: [
            ("%PDF-1.7\nnothing more", "a.pdf", "damaged", "pdf"), ("", "a.txt", "empty", nil),
            ("PK\u{3}\u{4}\0\0\0\0\0\0", "a.docx", "damaged", "docx"),
        ])
    func unreadable(content: String, name: String, code: String, type: String?) async throws {
        let program = try Program(withModels: false)
        try program.write(content, to: name)
        let outcome = try await program.run("text", name, "--json")
        #expect(outcome.status == 1)
        let json = try outcome.json()
        #expect(json["blocks"] == .array([]))
        #expect(json["type"]?.string == type)
        #expect(json["diagnostics"]?.items.map { $0["code"]?.string } == [code])
        #expect(json["diagnostics"]?[0]?["severity"]?.string == "error")
    }

    @Test("A mistyped path of text is answered with the nearest name, a folder and a pipe with what they are")
    func pathsOfText() async throws {
        let program = try Program(withModels: false)
        try program.write("Words.", to: "docs/README.md")
        #expect(mkfifo(program.folder.appending(path: "pipe").path, 0o600) == 0)
        for (path, message) in [
            ("docs/REDME.md", "did you mean “docs/README.md”?"), ("docs", "docs is a folder"),
            ("pipe", "pipe is not a file but a pipe"), ("nowhere/at/all", "No such file or directory"),
        ] {
            let outcome = try await program.run("text", path, seconds: 10)
            #expect(outcome.status == 1)
            #expect(outcome.diagnostics.contains(message), "\(outcome.diagnostics)")
        }
    }

    @Test("A question from standard input is called one in errors")
    func unreadableQuestion() async throws {
        let program = try Program(withModels: false)
        #expect(try await program.run("create", "notes").status == 0)
        let question = try await program.run("ask", "notes", "-", input: String(repeating: "a", count: (1 << 20) + 1))
        #expect(question.diagnostics == "bespoke: standard input is too long for a question: the most is 1 MiB\n")
    }

    @Test("Doctor reads every byte of a model, and a damaged one is not called missing")
    func corruptModel() async throws {
        let program = try Program(withModels: false)
        let models = program.home.appending(path: "models")
        try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
        let engine = try TestModels.smolLM2()
        for source in [try TestModels.multilingualE5(), engine].map({ $0.deletingLastPathComponent() }) {
            try FileManager.default.copyItem(at: source, to: models.appending(path: source.lastPathComponent))
        }
        #expect(try await program.run("doctor").status == 0)
        let copy = models.appending(path: "SmolLM2-135M-Instruct/\(engine.lastPathComponent)")
        let file = try FileHandle(forUpdating: copy)
        try file.seek(toOffset: 40_000_000)
        try file.write(contentsOf: Data(repeating: 7, count: 4096))
        try file.close()
        let doctor = try await program.run("doctor")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("damaged  model      SmolLM2-135M-Instruct is damaged: "), "\(doctor.output)")
        #expect(doctor.output.contains("bespoke models pull SmolLM2-135M-Instruct"))
    }

    @Test("An engine that refuses the connection is named, with what to do")
    func unreachableEngine() async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let outcome = try await program.run(
            "ask", "notes", "When does the lease end?", "--engine", "openai:http://127.0.0.1:1/v1#any", seconds: 120)
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("127.0.0.1"), "\(outcome.diagnostics)")
    }

    @Test("A full disk is an error, and the library stays sound")
    func fullDisk() async throws {
        let program = try Program()
        try Corpus.write(12, sections: 10, to: "towns", of: program)
        #expect(try await program.run("create", "towns").status == 0)
        let file = program.home.appending(path: "library.sqlite").path
        let size = try #require(FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
        // Blocks of 512 bytes. The signal for a file over the limit is ignored, so that writing fails as on a full disk.
        let running = try program.start(
            ["add", "towns", "towns"],
            through: ["sh", "-c", "trap '' XFSZ; ulimit -f \(size / 512 + 64); exec \"$0\" \"$@\""])
        let outcome = try await running.outcome()
        #expect(outcome.status == 1 || outcome.status == 2, "\(outcome.diagnostics)")
        #expect(!outcome.diagnostics.isEmpty)
        #expect(try await program.run("verify").status == 0)
        #expect(try await program.run("add", "towns", "towns").status == 0)
        #expect(try await program.run("search", "towns", "bakers", "--json").json()["pending"]?.number == 0)
    }

    @Test("A file that is no library is left alone")
    func foreignFile() async throws {
        let program = try Program(withModels: false)
        let file = program.home.appending(path: "library.sqlite")
        try Data("my shopping list, which is not a database".utf8).write(to: file)
        let outcome = try await program.run("list")
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains(file.path))
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("my shopping list"))
        let verified = try await program.run("verify")
        #expect(verified.status == 1)
        #expect(verified.diagnostics.contains("is damaged") && !verified.diagnostics.contains("bespoke verify"))
        #expect(try await program.run("doctor").output.contains("damaged  library"))
    }

    @Test("A home that cannot be made is an error")
    func impossibleHome() async throws {
        let program = try Program(withModels: false)
        try program.write("a file", to: "file")
        let outcome = try await program.run("--home", "file/home", "list")
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.hasPrefix("bespoke: "))
    }

    @Test("A reader that goes away early is no error")
    func closedPipe() async throws {
        let program = try Program(withModels: false)
        try program.write(String(repeating: "A paragraph of words.\n\n", count: 50_000), to: "long.txt")
        let running = try Running(
            ["bash", "-c", "\"$0\" text long.txt | head -n 1; exit ${PIPESTATUS[0]}", Program.executable.path],
            folder: program.folder, input: nil, environment: program.environment())
        let outcome = try await running.outcome()
        #expect(outcome.status == 0)
        #expect(outcome.diagnostics.isEmpty, "\(outcome.diagnostics)")
    }

    #if os(Linux)
        @Test("Output that does not fit on the disk is an error")
        func fullOutput() async throws {
            let program = try Program(withModels: false)
            let listing = try Running(
                ["sh", "-c", "exec \"$0\" list --json >/dev/full", Program.executable.path], folder: program.folder,
                input: nil, environment: program.environment())
            let outcome = try await listing.outcome()
            #expect(outcome.status == 1)
            #expect(outcome.diagnostics.contains("writing the output failed"))
        }
    #endif
}
