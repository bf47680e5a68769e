import Foundation
import Inference
import Testing

/// Keys in files.
struct ServerKeyTests {
    private let secret = "sk-file-secret-0123456789"

    private func withFile(_ text: String, mode: Int = 0o600, _ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "bespoke-key-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
        try body(url.path)
    }

    @Test("A file that only its owner may read gives the key", arguments: [0o600, 0o400])
    func good(mode: Int) throws {
        try withFile(secret + "\n", mode: mode) { path in
            let named = try ServerKey(environment: ["OPENAI_API_KEY_FILE": path])
            #expect(named.source == "the file \(path)")
            let set = try ServerKey(for: .anthropic, environment: ["ANTHROPIC_API_KEY": "other"], file: path)
            #expect(set.source == "the file \(path)")
            var dumped = ""
            dump(set, to: &dumped)
            #expect(!("\(set)" + String(reflecting: set) + dumped).contains(secret))
        }
    }

    @Test(
        "A file that others may read or write is refused with the command that helps", arguments: [0o644, 0o640, 0o602])
    func open(mode: Int) throws {
        try withFile(secret, mode: mode) { path in
            let error = #expect(throws: InferenceError.self) {
                try ServerKey(environment: ["OPENAI_API_KEY_FILE": path])
            }
            #expect(error?.code == .permissionDenied)
            #expect(error?.message.contains("chmod 600 \(path)") == true)
            #expect(error?.message.contains(secret) == false)
        }
    }

    @Test("A file that is missing, empty, too large, no file, or no key is an error without its content")
    func bad() throws {
        func code(_ path: String) -> InferenceError.Code? {
            let error = #expect(throws: InferenceError.self) { try ServerKey(environment: [:], file: path) }
            #expect(error?.message.contains("sk-") == false)
            #expect(error?.message.contains(path) == true)
            return error?.code
        }
        #expect(code("/nowhere/key") == .keyMissing)
        #expect(code(FileManager.default.temporaryDirectory.path) == .keyMissing)
        try withFile(" \n") { #expect(code($0) == .keyMissing) }
        try withFile(String(repeating: "sk-", count: 2000)) { #expect(code($0) == .keyMissing) }
        try withFile("sk-1\nsk-2") { #expect(code($0) == .invalidEngine) }
    }

    @Test("The variables of one API do not give the key of the other")
    func apart() throws {
        let environment = ["OPENAI_API_KEY": "sk-1", "BESPOKE_API_KEY": "sk-2"]
        #expect(try ServerKey(for: .anthropic, environment: environment).source == nil)
        #expect(try ServerKey(environment: ["ANTHROPIC_API_KEY": "sk-3"]).source == nil)
        #expect(try ServerKey(environment: environment).source == "BESPOKE_API_KEY")
    }
}
