import Assistants
import Foundation
import Library
import Testing

/// Ready-made profiles as folders.
struct ProfileFolderTests {
    @Test("A folder with everything is read; instructions.md wins")
    func whole() throws {
        try withFolder([
            "profile.yaml": "instructions: no\nstarters: [Hi?]\n", "instructions.md": "\n# 你好\nBe brief.\n\n",
        ]) {
            try FileManager.default.createDirectory(at: $0.appending(path: "files"), withIntermediateDirectories: false)
            let folder = try ProfileFolder(contentsOf: $0)
            #expect(folder.profile.name == "handbook")
            #expect(folder.profile.instructions == "# 你好\nBe brief.")
            #expect(folder.profile.starters == ["Hi?"])
            #expect(folder.files?.lastPathComponent == "files")
        }
    }

    @Test("Instructions may stand in profile.yaml, and files may be missing")
    func small() throws {
        try withFolder(["profile.yaml": "name: other\ninstructions: Be brief.\n"]) {
            let folder = try ProfileFolder(contentsOf: $0)
            #expect(folder.profile.name == "other")
            #expect(folder.profile.instructions == "Be brief.")
            #expect(folder.files == nil)
        }
    }

    @Test("A file named “files” is no folder of documents")
    func filesIsAFile() throws {
        try withFolder(["profile.yaml": "instructions: x\n", "files": "x"]) {
            let folder = try ProfileFolder(contentsOf: $0)
            #expect(folder.files == nil)
        }
    }

    @Test(
        "What is wrong with a folder is said",
        arguments: [
            ([:], "it has no profile.yaml"), (["instructions.md": "x"], "it has no profile.yaml"),
            (["profile.yaml": "name: x\n"], "has no instructions"),
            (["profile.yaml": "name: x\n", "instructions.md": " \n"], "has no instructions"),
            (["profile.yaml": "nam: x\n"], "profile.yaml: line 1: unknown key “nam”"),
            (["profile.yaml": "name: [\n"], "profile.yaml"),
        ] as [([String: String], String)])
    func wrong(files: [String: String], message: String) throws {
        try withFolder(files) { folder in
            let error = #expect(throws: AssistantError.self) { try ProfileFolder(contentsOf: folder) }
            #expect(error?.code == .invalidProfileFolder)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
            #expect(error?.message.contains(folder.path) == true)
        }
    }

    @Test(
        "Text that is not UTF-8, or too long, is an error that names the file",
        arguments: ["profile.yaml", "instructions.md"])
    func unreadable(name: String) throws {
        for data in [Data([0x61, 0xFF, 0xFE]), Data(repeating: 0x61, count: (1 << 20) + 1)] {
            try withFolder(["profile.yaml": "name: x\n"]) { folder in
                try data.write(to: folder.appending(path: name))
                let error = #expect(throws: AssistantError.self) { try ProfileFolder(contentsOf: folder) }
                #expect(error?.message.contains("\(name) cannot be read as UTF-8 text of at most 1 MiB") == true)
            }
        }
    }

    /// A folder named "handbook" with these files, deleted afterwards.
    private func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        let folder = parent.appending(path: "handbook")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: parent) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try body(folder)
    }
}
