internal import TestSupport
internal import Testing
internal import Transformers

@Suite("Chat templates")
struct ChatTemplateTests {
    @Test("Prompts equal Jinja2's for the templates of many models")
    func models() throws {
        let fixture = try TemplateFixture()
        #expect(fixture.rows.count > 300)
        for row in fixture.rows {
            let prompt = try? fixture.segments(of: row).map(\.text).joined()
            #expect(prompt == row.output, "\(row.template), \(row.conversation), \(row.generation)")
        }
    }

    @Test("The template in the default model's own file is the tested one")
    func ownTemplate() throws {
        let model = try DecoderModel(contentsOf: try TestModels.smolLM2())
        #expect(model.chatTemplate == (try TemplateFixture().templates["smollm2"]))
    }

    @Test("Expressions, white space and errors equal Jinja2's")
    func expressions() throws {
        for sample in try TemplateFixture().expressions {
            do {
                let output = try ChatTemplate.output(of: sample.source)
                #expect(output == sample.output, "\(sample.source)")
                #expect(output.utf8.elementsEqual((sample.output ?? "").utf8), "\(sample.source)")
            } catch {
                #expect(sample.output == nil, "\(sample.source): \(error)")
            }
        }
    }

    @Test("Errors name the line and what is wrong with it")
    func errorLines() {
        func message(_ source: String) -> String? {
            let error = #expect(throws: ModelFileError.self, "\(source)") { try ChatTemplate.output(of: source) }
            #expect(error?.code == .templateFailed)
            return error?.message
        }
        #expect(message("a\n{# b\nc #}\n{{ 1 + }}")?.contains("line 4: a tag ends too early") == true)
        #expect(message("\r\n\r\n{% include 'x' %}")?.contains("line 3: the tag “include” is not supported") == true)
        #expect(message("{% if true %}\n{{ 1 | shout }}\n{% endif %}")?.contains("line 2: the filter “shout”") == true)
        #expect(
            message("{% for m in messages %}\n{% set x = 1 %}\n{{ x.y.z }}{% endfor %}")?.contains("line 3") == true)
        #expect(message("{{ raise_exception('Only two roles') }}")?.contains("Only two roles") == true)
        #expect(message("{% if a %}\n\n{% for")?.contains("line 3: a tag is not closed") == true)
    }

    @Test("Errors say nothing of messages")
    func privacy() {
        for source in [
            "{{ raise_exception('Bad: ' + messages[0].content) }}", "{{ undefined_thing[messages[0].content] }}",
        ] {
            let error = #expect(throws: ModelFileError.self) { try ChatTemplate.output(of: source) }
            #expect(error?.message.contains("Hi there") == false)
        }
    }
}
