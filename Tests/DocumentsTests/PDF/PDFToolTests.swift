import Documents
import Foundation
import TestSupport
import Testing

/// What happens when `pdftotext` misbehaves, with scripts in its place.
@Suite("PDF tool") struct PDFToolTests {
    /// Runs `body` with readers that find `script` as `pdftotext`.
    private func withTool(_ script: String, _ body: (DocumentReaders) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "pdftotext")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        var readers = DocumentReaders()
        readers.pdf.searchPath = "\(folder.path):/usr/bin:/bin"
        try await body(readers)
    }

    private let bytes = PDFFixture.make([["Text"]])

    /// What `pdftotext -tsv` prints of a page and its line; words follow.
    private let page =
        "1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t612\\t792\\t-1\\t###PAGE###\\n4\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t9\\t9\\t-1\\tx\\n"
    /// The row of a word, but for its text.
    private let word = "5\\t1\\t0\\t0\\t0\\t0\\t72\\t72\\t9\\t9\\t100\\t"

    @Test("A tool reaches no server, not even one of this machine, where the system can see to that")
    func network() async throws {
        let (listener, port) = try Loopback.listen()
        defer { close(listener) }
        let reach = "bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(port)' 2>/dev/null && found=reached || found=alone"
        try await withTool("\(reach); printf '\(page)\(word)%s\\n' $found") { readers in
            let found = try await readers.read(bytes, name: "a.pdf").blocks.map(\.text)
            #expect(found == [await ToolIsolation.isPossible ? "alone" : "reached"])
        }
    }

    @Test("A tool that hangs is stopped after the time limit") func hangs() async throws {
        try await withTool("exec sleep 60") { readers in
            var readers = readers
            readers.pdf.limits.time = .milliseconds(300)
            let clock = ContinuousClock()
            let start = clock.now
            #expect(await failure(bytes, "a.pdf", readers)?.code == .limitExceeded)
            #expect(clock.now - start < .seconds(20))
        }
    }

    @Test("A tool that floods is stopped at the text limit") func floods() async throws {
        try await withTool("exec yes text") { readers in
            var readers = readers
            readers.pdf.limits.textBytes = 1_000_000
            #expect(await failure(bytes, "a.pdf", readers)?.code == .limitExceeded)
        }
    }

    @Test("A tool that crashes is a damaged file") func crashes() async throws {
        try await withTool("kill -SEGV $$") { readers in
            #expect(await failure(bytes, "a.pdf", readers)?.code == .damaged)
        }
    }

    @Test("Text that came before a crash is kept, with a warning") func partial() async throws {
        try await withTool("printf '\(page)\(word)First-page.'; echo 'Syntax Error: broken page' >&2; exit 1") {
            readers in
            let document = try await readers.read(bytes, name: "a.pdf")
            #expect(document.blocks.map(\.text) == ["First-page."])
            #expect(document.diagnostics.map(\.code) == ["damaged"])
        }
    }

    @Test("A file that forbids copying is named as such") func forbidden() async throws {
        try await withTool("exit 3") { readers in
            #expect(await failure(bytes, "a.pdf", readers)?.code == .permissionDenied)
        }
    }

    @Test("Cancelling stops the tool at once") func cancels() async throws {
        try await withTool("exec sleep 60") { readers in
            let task = Task { try await readers.read(bytes, name: "a.pdf") }
            try await Task.sleep(for: .milliseconds(300))
            let clock = ContinuousClock()
            let start = clock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(clock.now - start < .seconds(20))
        }
    }

    @Test("The tool sees no environment of ours and a name that no one chose") func environment() async throws {
        let script = """
            printf '\(page)'; env | cut -d= -f1 | sort | while read name; do printf '\(word)%s\\n' "$name"; done
            for name; do printf '\(word)[%s]\\n' "$name"; done
            """
        try await withTool(script) { readers in
            let document = try await readers.read(bytes, name: "$(touch x); -layout.pdf")
            let text = document.blocks.map(\.text).joined(separator: "\n")
            #expect(text.contains("LC_ALL") && !text.contains("HOME"))
            #expect(!text.contains("layout"))
        }
    }
}
