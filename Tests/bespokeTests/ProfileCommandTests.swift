internal import Foundation
internal import Testing

@Suite("Profiles on the command line")
struct ProfileCommandTests {
    let program: Program

    init() throws { program = try Program(withModels: false) }

    @Test("Without another folder the library is in $HOME, whoever runs the program")
    func userHome() async throws {
        let program = try Program()
        let home = program.folder.appending(path: "somebody")
        let environment = ["BESPOKE_HOME": "", "HOME": home.path]
        #expect(try await program.run("create", "notes", environment: environment).status == 0)
        let library = home.appending(path: ".local/share/bespoke/library.sqlite")
        #expect(FileManager.default.fileExists(atPath: library.path))
    }

    @Test("A profile is created, shown, changed, renamed, copied and deleted")
    func life() async throws {
        try await succeed("create", "notes", "--instructions", "Answer from my notes.", "--starter", "What is new?")
        try await succeed("edit", "notes", "--seed", "7", "--top-k", "3")
        let shown = try await succeed("show", "notes")
        #expect(
            shown == """
                name: notes
                instructions: Answer from my notes.
                starters:
                - What is new?
                sampling:
                  seed: 7
                retrieval:
                  snippets: 3

                """)
        try await succeed("rename", "notes", "diary")
        try await succeed("clone", "diary", "copy")
        let list = try await program.run("list", "--json").json()
        #expect(list["profiles"]?.items.map { $0["name"]?.string } == ["copy", "diary"])
        try await succeed("delete", "copy")
        #expect(try await program.run("show", "copy").status == 1)
    }

    @Test("Weights of files are set, changed and taken back, as are newness and diversity")
    func preferences() async throws {
        try await succeed(
            "create", "notes", "--weight", "contracts/**=2", "--weight", "*.tmp=0.5", "--recency", "180", "--diversity",
            "0.3")
        try await succeed("edit", "notes", "--weight", "contracts/**=3", "--weight", "*.tmp=1")
        let shown = try await succeed("show", "notes")
        #expect(
            shown.hasSuffix(
                """
                retrieval:
                  diversity: 0.3
                  recency-half-life: 180
                  weights:
                  - path: contracts/**
                    weight: 3

                """), "\(shown)")
        let settings = try await program.run("show", "notes", "--json").json()["settings"]
        #expect(settings?["weights"]?.items.count == 1)
        #expect(settings?["recencyHalfLife"]?.number == 180)
        try await succeed(
            "edit", "notes", "--weight", "contracts/**=1", "--recency", "0", "--diversity", "0")
        let plain = try await succeed("show", "notes")
        #expect(!plain.contains("retrieval"))
    }

    @Test("Machine output of list and show keeps its shape")
    func shapes() async throws {
        try await succeed(
            "create", "notes", "--engine", "SmolLM2-135M-Instruct", "--starter", "Why?", "--temperature", "0",
            "--sampling-top-k",
            "5", "--top-p", "0.5", "--min-p", "0.1", "--repetition-penalty", "1.1", "--seed", "1", "--maximum-tokens",
            "9",
            "--top-k", "2")
        #expect(
            try await program.run("list", "--json").json().shape
                == "{profiles: [{chunks: number, engine: string, files: number, name: string, updatedAt: string}]}")
        #expect(
            try await program.run("show", "notes", "--json").json().shape
                == "{engine: string, files: number, instructions: string, name: string, "
                + "settings: {maximumTokens: number, minP: number, repetitionPenalty: number, samplingTopK: number, seed: number, "
                + "temperature: number, topK: number, topP: number}, starters: [string], updatedAt: string, version: number}"
        )
    }

    @Test("Instructions come from text, from a file and from standard input")
    func instructions() async throws {
        try program.write("From a file.\n", to: "told.md")
        try await succeed("create", "a", "--instructions", "From text.")
        try await succeed("create", "b", "--instructions", "@told.md")
        #expect(try await program.run("create", "c", "--instructions", "-", input: "From a pipe.\n").status == 0)
        for (name, expected) in [("a", "From text."), ("b", "From a file."), ("c", "From a pipe.")] {
            #expect(try await program.run("show", name, "--json").json()["instructions"]?.string == expected)
        }
        let missing = try await program.run("create", "d", "--instructions", "@nowhere.md")
        #expect(missing.status == 1)
        #expect(missing.diagnostics.contains("nowhere.md cannot be read: No such file or directory"))
        #expect(try await program.run("show", "d").status == 1)
    }

    @Test("Variables of the instructions have values, and a name that nothing knows is told with the nearest one")
    func variables() async throws {
        let unknown = try await program.run("create", "notes", "--instructions", "Today is {{daet}}.")
        #expect(unknown.status == 64)
        #expect(unknown.diagnostics.contains("did you mean {{date}}?"), "\(unknown.diagnostics)")
        let told = "Today is {{date}}. Be {{tone}}, and {{length|brief}}."
        try await succeed("create", "notes", "--instructions", told, "--set", "tone=kind")
        try await succeed("edit", "notes", "--set", "length=long", "--set", "tone=a=b")
        let settings = try await program.run("show", "notes", "--json").json()["settings"]
        #expect(settings?["variables"]?["tone"]?.string == "a=b")
        #expect(settings?["variables"]?["length"]?.string == "long")
        try await succeed("edit", "notes", "--set", "length=")
        #expect(try await succeed("show", "notes").contains("variables:\n  tone: a=b\n"))
        for (arguments, message) in [
            (["edit", "notes", "--set", "tone="], "nothing says what it stands for"),
            (["edit", "notes", "--set", "lenght=x"], "did you mean {{length}}?"),
            (["ask", "notes", "Why?", "--set", "tome=x"], "did you mean {{tone}}?"),
            (["chat", "notes", "--set", "tome=x"], "did you mean {{tone}}?"),
            (["edit", "notes", "--set", "tone"], "'tone' is invalid for '--set <name=value>'"),
        ] {
            let outcome = try await program.run(arguments)
            #expect(outcome.status == 64)
            #expect(outcome.diagnostics.contains(message), "\(outcome.diagnostics)")
        }
    }

    @Test("An edit in the editor is stored as a new version")
    func editor() async throws {
        try await succeed("create", "notes", "--instructions", "Old words.")
        let outcome = try await program.run(
            "edit", "notes", environment: ["EDITOR": "sed -i 's/Old words/New words/'"])
        #expect(outcome.diagnostics == "“notes” is now version 2.\n")
        let shown = try await program.run("show", "notes", "--json").json()
        #expect(shown["instructions"]?.string == "New words.")
        #expect(shown["version"]?.number == 2)
    }

    @Test("An edit that changes nothing makes no version")
    func idleEdit() async throws {
        try await succeed("create", "notes")
        let outcome = try await program.run("edit", "notes", environment: ["VISUAL": "true"])
        #expect(outcome.diagnostics == "“notes” is unchanged.\n")
        #expect(try await program.run("show", "notes", "--json").json()["version"]?.number == 1)
    }

    @Test(
        "Invalid text is not lost: the message says what is wrong and where the text is",
        arguments: [
            ("echo 'starter: [x]' >>", "unknown key “starter”"), ("echo '  : :' >>", "is not YAML"),
            ("echo 'sampling: {temperature: 7}' >>", "temperature is 7"),
            ("echo 'engine: openai:nowhere#x' >>", "is not an engine"),
        ])
    func invalidEdit(editor: String, message: String) async throws {
        try await succeed("create", "notes", "--instructions", "Old words.")
        let outcome = try await program.run("edit", "notes", environment: ["EDITOR": editor])
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains(message), "\(outcome.diagnostics)")
        let path = try #require(outcome.diagnostics.split(separator: " ").last).trimmingCharacters(
            in: .whitespacesAndNewlines)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("Old words."))
        #expect(URL(filePath: path).deletingLastPathComponent().lastPathComponent.hasPrefix("bespoke-"))
        try FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent())
        #expect(try await program.run("show", "notes", "--json").json()["version"]?.number == 1)
    }

    @Test("A name that is taken, given in the editor, changes nothing at all")
    func takenName() async throws {
        try await succeed("create", "notes", "--instructions", "Precious words.")
        try await succeed("create", "other")
        let outcome = try await program.run("edit", "notes", environment: ["EDITOR": "echo 'name: other' >"])
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("a profile \"other\" already exists"), "\(outcome.diagnostics)")
        let shown = try await program.run("show", "notes", "--json").json()
        #expect(shown["instructions"]?.string == "Precious words.")
        #expect(shown["version"]?.number == 1)
    }

    @Test("Another name and other words, given in the editor, are one version")
    func editedName() async throws {
        try await succeed("create", "notes", "--instructions", "Old words.")
        let editor = "sed -i -e 's/name: notes/name: diary/' -e 's/Old/New/'"
        let outcome = try await program.run("edit", "notes", environment: ["EDITOR": editor])
        #expect(outcome.diagnostics == "“diary” is now version 2.\n")
        #expect(try await program.run("show", "diary", "--json").json()["instructions"]?.string == "New words.")
        #expect(try await program.run("show", "notes").status == 1)
    }

    @Test("An emptied text means “forget it”", arguments: [": >", "echo '# nothing' >", "echo '{}' >"])
    func emptyEdit(editor: String) async throws {
        try await succeed("create", "notes", "--instructions", "Old words.")
        let outcome = try await program.run("edit", "notes", environment: ["EDITOR": editor])
        #expect(outcome.status == 1)
        #expect(
            outcome.diagnostics == "bespoke: the text was left empty, so the profile “notes” is unchanged\n")
        let shown = try await program.run("show", "notes", "--json").json()
        #expect(shown["instructions"]?.string == "Old words.")
        #expect(shown["version"]?.number == 1)
    }

    @Test("A line that is added in the editor stays a line")
    func addedLine() async throws {
        try await succeed("create", "notes", "--instructions", "Line one.\n\nLine two.")
        let editor = "sed -i 's/^\\( *\\)Line two.$/&\\n\\1Line three./'"
        try await succeed("show", "notes")
        #expect(try await program.run("edit", "notes", environment: ["EDITOR": editor]).status == 0)
        let shown = try await program.run("show", "notes", "--json").json()
        #expect(shown["instructions"]?.string == "Line one.\n\nLine two.\nLine three.")
    }

    @Test("Nobody else may read the text in the editor, and nothing of it is left when it was not changed")
    func privateText() async throws {
        try await succeed("create", "notes", "--instructions", "Secret words.")
        let editor = "stat -c '%a %n' \"$(dirname \"$1\")\" \"$1\" && exit 3 #"
        let outcome = try await program.run("edit", "notes", environment: ["EDITOR": editor])
        #expect(outcome.status == 1)
        let lines = outcome.output.split(separator: "\n").map {
            $0.split(separator: " ", maxSplits: 1).map(String.init)
        }
        #expect(lines.map(\.first) == ["700", "600"])
        #expect(!outcome.diagnostics.contains("what you wrote is in"))
        for line in lines { #expect(!FileManager.default.fileExists(atPath: line[1])) }
        let changed = try await program.run(
            "edit", "notes", environment: ["EDITOR": "echo 'name: x' >\"$1\"; exit 3 #"])
        let path = try #require(changed.diagnostics.split(separator: " ").last).trimmingCharacters(in: .newlines)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "name: x\n")
        try FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent())
    }

    @Test(
        "An engine that there cannot be is refused when it is set",
        arguments: [
            ("nothere", Int32(1), "no engine is called “nothere”"),
            ("smolm2", 1, "did you mean “SmolLM2-135M-Instruct”?"),
            ("all-MiniLM-L6-v2", 64, "cannot write"), ("/nowhere/x.gguf", 1, "there is no file /nowhere/x.gguf"),
        ])
    func wrongEngine(engine: String, status: Int32, message: String) async throws {
        try await succeed("create", "notes")
        let editor = ["EDITOR": "echo 'engine: \(engine)' >>"]
        for outcome in [
            try await program.run("create", "other", "--engine", engine),
            try await program.run("edit", "notes", "--engine", engine),
        ] {
            #expect(outcome.status == status)
            #expect(outcome.diagnostics.contains(message), "\(outcome.diagnostics)")
        }
        let edited = try await program.run("edit", "notes", environment: editor)
        #expect(edited.status == 1 && edited.diagnostics.contains(message), "\(edited.diagnostics)")
        #expect(try await program.run("show", "other").status == 1)
        #expect(try await program.run("show", "notes", "--json").json()["version"]?.number == 1)
    }

    @Test("A model of the catalogue may be set before it is fetched; that it is missing is said, by doctor too")
    func engineToFetch() async throws {
        let outcome = try await program.run("create", "notes", "--engine", "smollm2-135m-instruct")
        #expect(outcome.status == 0)
        #expect(outcome.diagnostics.contains("bespoke models pull SmolLM2-135M-Instruct"), "\(outcome.diagnostics)")
        #expect(try await program.run("show", "notes", "--json").json()["engine"]?.string == "SmolLM2-135M-Instruct")
        let doctor = try await program.run("doctor")
        #expect(doctor.output.contains("the profile “notes” cannot be asked"))
        try await succeed("edit", "notes", "--engine", "default")
        #expect(try await program.run("show", "notes", "--json").json()["engine"] == nil)
        #expect(try await !program.run("doctor").output.contains("cannot be asked"))
    }

    @Test("An editor that fails leaves the profile as it was")
    func brokenEditor() async throws {
        try await succeed("create", "notes")
        let outcome = try await program.run("edit", "notes", environment: ["EDITOR": "false"])
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("the editor “false” ended with 1"))
    }

    @Test("A folder without profile.yaml is no profile")
    func notAProfileFolder() async throws {
        let outcome = try await program.run("create", "--from", program.folder.path)
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("it has no profile.yaml"))
    }

    @Test("Notes are left out with --quiet, and the exit code stays")
    func quiet() async throws {
        let outcome = try await program.run("--quiet", "create", "notes")
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty && outcome.diagnostics.isEmpty)
    }

    @Test("Control characters of a profile do not reach the terminal")
    func controlCharacters() async throws {
        try program.write("Say \u{1B}[2J nothing.", to: "told.md")
        try await succeed("create", "notes", "--instructions", "@told.md")
        for options in [[], ["--json"]] {
            #expect(try await !program.run(["show", "notes"] + options).output.contains("\u{1B}"))
        }
    }

    @discardableResult
    private func succeed(_ arguments: String...) async throws -> String {
        let outcome = try await program.run(arguments)
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        return outcome.output
    }
}
