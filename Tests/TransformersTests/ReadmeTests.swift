// Elsewhere the tests do not stand beside the module that they use.
#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    /// The programs of `Sources/Transformers/README.md`, compiled against the module that is tested and run beside the models.
    struct ReadmeTests {
        /// A block of code, and the block behind it, which is what the code prints.
        struct Example: CustomTestStringConvertible {
            let code: String
            let output: String
            var testDescription: String { String(output.prefix { $0 != "\n" }) }
        }

        private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()

        static let examples: [Example] = {
            let readme = root.appending(path: "Sources/Transformers/README.md")
            let parts = (try? String(contentsOf: readme, encoding: .utf8))?.components(separatedBy: "```") ?? []
            return parts.indices.filter { parts[$0].hasPrefix("swift\n") && $0 + 2 < parts.count }.map {
                Example(code: String(parts[$0].dropFirst(6)), output: String(parts[$0 + 2].dropFirst()))
            }
        }()

        @Test(
            "There is a program for generation, constraints, embedding and tokenization, each of ten statements at most"
        )
        func lengths() {
            #expect(Self.examples.count == 4)
            for example in Self.examples {
                let lines = example.code.split(separator: "\n").map { $0.drop { $0 == " " } }
                #expect(lines.filter { !$0.hasPrefix("import ") && !$0.hasPrefix(".") && $0 != "}" }.count <= 10)
            }
        }

        @Test("Each program prints what the README says", .timeLimit(.minutes(3)), arguments: examples)
        func prints(example: Example) throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (source, program) = (folder.appending(path: "main.swift"), folder.appending(path: "main"))
            try Data(example.code.utf8).write(to: source)
            let compilation = try Command.run(["swiftc", source.path, "-o", program.path] + Self.options(), in: folder)
            try #require(compilation.status == 0, "\(compilation.output)")
            let result = try Command.run([program.path], in: TestModels.folder)
            #expect(result.output.trimmingCharacters(in: .newlines) == example.output.trimmingCharacters(in: .newlines))
            #expect(result.status == 0)
        }

        /// What the compiler needs to use the module as this test was built with it.
        private static func options() throws -> [String] {
            let build = try #require(Bundle.main.executableURL).deletingLastPathComponent()
            let objects = ["Transformers", "CKernels"].flatMap { module in
                let sources = root.appending(path: "Sources/\(module)")
                let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
                return (files?.compactMap { ($0 as? URL)?.lastPathComponent } ?? [])
                    .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") }
                    .map { build.appending(path: "\(module).build/\($0).o").path }
            }
            let kernels = "-fmodule-map-file=" + build.appending(path: "CKernels.build/module.modulemap").path
            return objects + ["-I", build.appending(path: "Modules").path, "-Xcc", kernels, "-lm"]
        }
    }
#endif
