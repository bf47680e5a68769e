import Library
import Testing

/// Variables in instructions.
struct InstructionTemplateTests {
    @Test(
        "Values take the place of names, and what is no variable stays",
        arguments: [
            ("Be {{tone}}.", "Be brief."), ("Be {{ tone }}.", "Be brief."), ("{{tone|kind}}", "brief"),
            ("{{other|kind}}", "kind"), ("{{other| very kind }}!", "very kind!"), ("{{other|}}.", "."),
            ("{{other}}", "{{other}}"), ("\\{{tone}}", "{{tone}}"), ("{{tone}}{{tone}}", "briefbrief"),
            ("{{1+1}} {{}} {{ }} {{#each}} {tone} {{tone", "{{1+1}} {{}} {{ }} {{#each}} {tone} {{tone"),
            ("{{{tone}}}", "{brief}"), ("{{语气|友好}}", "友好"), ("", ""),
        ])
    func text(source: String, expected: String) {
        #expect(InstructionTemplate(source).text { $0 == "tone" ? "brief" : nil } == expected)
    }

    @Test("A value is not read for variables again")
    func values() {
        #expect(InstructionTemplate("{{a}} {{b}}").text { $0 == "a" ? "{{b}}" : "2" } == "{{b}} 2")
    }

    @Test("Names come in their order, each once")
    func names() {
        #expect(InstructionTemplate("{{b}} {{a|x}} {{b|y}} \\{{c}}").names == ["b", "a"])
    }

    @Test(
        "What cannot be stored says why, and what was probably meant",
        arguments: [
            (
                "Today is {{daet}}.", [:],
                "the instructions have {{daet}}, and nothing says what it stands for; did you mean {{date}}? "
                    + "write {{daet|VALUE}}, or give it a value with --set daet=VALUE"
            ),
            (
                "Be {{tone}}.", [:],
                "the instructions have {{tone}}, and nothing says what it stands for; "
                    + "write {{tone|VALUE}}, or give it a value with --set tone=VALUE"
            ),
            ("Be {{tone}}.", ["tome": "kind"], "the instructions have no variable {{tome}}; did you mean {{tone}}?"),
            (
                "Be kind.", ["tone": "kind"],
                "the instructions have no variable {{tone}}; they have none; write {{tone}} where its value is to stand"
            ),
            (
                "{{date}}", ["date": "today"],
                "{{date}} is filled in by Bespoke and cannot be stored; call the variable something else"
            ),
        ] as [(String, [String: String], String)])
    func problems(source: String, values: [String: String], problem: String) {
        #expect(InstructionTemplate(source).problem(storing: values) == problem)
    }

    @Test("What has a value, here or there, can be stored")
    func sound() {
        let template = InstructionTemplate("{{date}} {{profile}} {{tone|kind}} {{place}}")
        #expect(template.problem(storing: ["place": "Leeds"]) == nil)
        #expect(template.problem(setting: ["date": "2026-01-01", "tone": "brief"]) == nil)
        #expect(template.problem(setting: ["name": "x"])?.contains("they have {{date}}, {{profile}}") == true)
    }

    @Test("A library keeps no instructions with a variable that nobody knows")
    func stored() async throws {
        try await withLibrary { library async throws in
            let unknown = await libraryError {
                _ = try await library.create(Profile(name: "a", instructions: "Be {{tone}}."))
            }
            #expect(unknown?.code == .invalidSetting)
            var profile = Profile(name: "a", instructions: "Be {{tone}}.")
            profile.settings.variables = ["tone": "kind"]
            #expect(try await library.create(profile).settings.variables == ["tone": "kind"])
            let forgotten = await libraryError {
                _ = try await library.update(profile: "a") { $0.settings.variables = nil }
            }
            #expect(forgotten?.message.contains("nothing says what it stands for") == true)
            #expect(try await library.profile(named: "a").version == 1)
            #expect(try await library.rename(profile: "a", to: "b").version == 2)
        }
    }
}
