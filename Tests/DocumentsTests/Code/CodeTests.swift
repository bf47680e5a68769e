import Documents
import Foundation
import Testing

@Suite("Source code") struct CodeTests {
    @Test("Definitions are blocks under the types they stand in", arguments: CodeSample.all)
    func definitions(sample: CodeSample) async throws {
        let document = try await read(sample.text, as: sample.name)
        #expect(document.blocks.map { $0.headings.joined(separator: " / ") } == sample.paths)
        #expect(document.blocks.allSatisfy { $0.kind == .code })
        expectComplete(document, sample.text)
        // The comment above a definition is in its block.
        for block in document.blocks where block.text.contains("DOC ") {
            #expect(block.text.contains("DOC ") && block.text.contains("SIGN"))
        }
    }

    @Test("No line is lost or read twice, however broken the program is", arguments: CodeSample.all)
    func fuzz(sample: CodeSample) async throws {
        var generator = SeededGenerator(seed: 5)
        let marks = Array("{}()[]\"'`#/*\\\n\n   @$:;".utf8)
        for _ in 0..<60 {
            var bytes = Array(sample.text.utf8)
            for _ in 0..<6 {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[place] = marks[Int.random(in: 0..<marks.count, using: &generator)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &generator)], at: place)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            expectComplete(try await read(text, as: sample.name), text)
        }
    }

    @Test("Damaged files are read or refused", arguments: ["a.swift", "a.py", "a.js", "a.rb"])
    func mutations(name: String) async throws {
        let sample = try #require(CodeSample.all.first { $0.name == name })
        try await expectToSurviveMutations(of: Data(sample.text.utf8), as: name, rounds: 100)
    }

    @Test("One line of a megabyte is read whole")
    func longLine() async throws {
        let text = String(repeating: "function a(){return{b:[1,2]}};", count: 40_000)
        let document = try await read(text, as: "a.min.js")
        #expect(document.blocks.map(\.text).joined() == text)
        #expect(document.blocks.allSatisfy { $0.text.utf8.count <= 65_536 })
    }

    @Test(
        "Openers without end are read in linear time", .timeLimit(.minutes(1)),
        arguments: [
            "{\n", "class A {\n", "def f(\n", "\"", "`${", "/*", "#\"", "R\"(\n", "/", "fn f(){", "\"\\(", "@\n",
            "if x {\n}\n",
        ])
    func openers(piece: String) async throws {
        let text = String(repeating: piece, count: 20_000)
        for name in ["a.swift", "a.py", "a.ts", "a.cpp", "a.rs", "a.go", "a.java", "a.rb"] {
            expectComplete(try await read(text, as: name), text, isBrief: true)
        }
    }

    @Test("A file without text is refused") func empty() async {
        #expect(await failure(Data("\n \n".utf8), "a.swift")?.code == .empty)
    }
}

/// Checks that the blocks' lines are the file's, each once.
func expectComplete(_ document: Document, _ text: String, isBrief: Bool = false) {
    let source = String(decoding: TextDecoder().decode(Data(text.utf8)).bytes, as: UTF8.self)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    var next = 1
    for block in document.blocks {
        guard let range = block.location.lines else { continue }
        if range.lowerBound < next {
            // A piece of a block of more than 64 KiB has the place of the whole.
            #expect(isBrief && range.upperBound == next - 1)
            continue
        }
        #expect(lines[(next - 1)..<(range.lowerBound - 1)].allSatisfy { $0.allSatisfy(\.isWhitespace) })
        if !isBrief { #expect(block.text == lines[(range.lowerBound - 1)..<range.upperBound].joined(separator: "\n")) }
        next = range.upperBound + 1
    }
    #expect(lines[min(next - 1, lines.count)...].allSatisfy { $0.allSatisfy(\.isWhitespace) })
}
