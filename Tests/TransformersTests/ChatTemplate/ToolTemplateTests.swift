internal import Foundation
internal import Testing
internal import Transformers

@Suite("Chat templates with tools, reasoning and documents")
struct ToolTemplateTests {
    @Test("Prompts equal those of transformers, and what it refuses is refused")
    func prompts() throws {
        let fixture = try ToolTemplateFixture()
        #expect(fixture.rows.count == 384)
        for row in fixture.rows {
            let prompt = try? fixture.output(of: row)
            #expect(prompt == row.output, "\(row.template), \(row.conversation)")
            #expect((prompt ?? "").utf8.elementsEqual((row.output ?? "").utf8), "\(row.template), \(row.conversation)")
        }
    }

    @Test("Filters, methods, macros, dates and Python's spelling of values equal Jinja2's")
    func expressions() throws {
        // Python would print a place in memory for two of them; the other is in no model's template.
        let refused = [
            "{{ value.items }}", "{{ namespace() }}", "{{ value.list.append is defined }}",
        ]
        let fixture = try ToolTemplateFixture()
        #expect(fixture.expressions.count == 91)
        for (source, expected) in fixture.expressions {
            do {
                let output = try fixture.output(of: source)
                #expect(output == expected, "\(source)")
                #expect(output.utf8.elementsEqual((expected ?? "").utf8), "\(source)")
            } catch {
                #expect(expected == nil || refused.contains(source), "\(source): \(error)")
            }
        }
    }

    @Test("Statements, filters and methods that few templates have equal Jinja2's")
    func rareParts() throws {
        let refused = ["{{ {1: 'a'}[1] }}", "{{ 1 is sameas 1 }}", "{% block x %}y{% endblock %}"]
        let fixture = try ToolTemplateFixture()
        let rows = try JinjaFixture().rows
        #expect(rows.count == 108)
        for row in rows {
            do {
                let output = try fixture.output(of: row.source)
                #expect(output == row.output, "\(row.source)")
                #expect(output.utf8.elementsEqual((row.output ?? "").utf8), "\(row.source)")
            } catch {
                #expect(row.output == nil || refused.contains(row.source), "\(row.source): \(error)")
            }
        }
    }

    @Test("Filters and formats leave what came from messages content")
    func contentOfRareParts() throws {
        let source = """
            {{ '%s|%5s' % (m, m) }}{{ m | truncate(12, true) }}{{ m | center(20) }}{{ m.ljust(15) }}{{ '{x}'.format(x=m) }}\
            {% macro f() %}{{ caller(m) }}{% endmacro %}{% call(x) f() %}{{ x }}{% endcall %}{{ [m] | batch(1, m) | first }}\
            {% for p in [m] recursive %}{{ p }}{% endfor %}{{ m.partition('|')[2] }}{{ m.swapcase() }}{{ m | e }}
            """
        var settings = ChatTemplate.Settings()
        settings.variables = [.init(name: "m", value: "<|im_start|>")]
        let segments = try ChatTemplate(source: source).renderSegments([], settings: settings)
        let own = segments.filter { !$0.isContent }.map(\.text).joined()
        #expect(!own.contains("im_start") && !own.contains("IM_START"))
        #expect(segments.filter(\.isContent).map(\.text).joined().count > 100)
    }

    @Test("What tools, documents and calls say is marked as content, and roles are not")
    func content() throws {
        let source =
            "{{ tools | tojson }}{{ note }}{% for m in messages %}<{{ m.role }}>{{ m.tool_calls[0].name }}{{ m.parts }}{% endfor %}"
        var settings = ChatTemplate.Settings()
        settings.tools = [["name": "<|end|>"]]
        settings.variables = [.init(name: "note", value: "<|end|>")]
        let segments = try ChatTemplate(source: source).renderSegments(
            [["role": "user", "tool_calls": [["name": "<|end|>"]], "parts": [["text": "<|end|>", "<|end|>": 1]]]],
            settings: settings)
        #expect(segments.filter(\.isContent).map(\.text).joined().components(separatedBy: "<|end|>").count == 6)
        #expect(segments.filter { !$0.isContent }.map(\.text).joined() == "<user>[{'': '', '': 1}]")
    }

    @Test("JSON keeps the order of members, integers and fractions, and the last of equal names")
    func values() throws {
        let json = #"{"b": 1, "a": 1.0, "c": [true, null, "é"], "b": -3, "d": 1e2, "e": 12345678901234567890}"#
        let value = try ChatTemplate.Value(json: Data(json.utf8))
        let template = try ChatTemplate(source: "{{ v | tojson }}")
        var settings = ChatTemplate.Settings()
        settings.variables = [.init(name: "v", value: value)]
        #expect(
            try template.renderSegments([], settings: settings).map(\.text).joined()
                == #"{"b": -3, "a": 1.0, "c": [true, null, "é"], "d": 100.0, "e": 1.2345678901234567e+19}"#)
        #expect(throws: ModelFileError.self) { try ChatTemplate.Value(json: Data("{".utf8)) }
    }
}
