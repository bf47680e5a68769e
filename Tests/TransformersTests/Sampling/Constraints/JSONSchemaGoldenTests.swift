internal import Foundation
internal import Testing
internal import Transformers

/// What Python's jsonschema says of values (`Fixtures/JSONSchemas/make.py`).
@Suite("JSON Schemas beside another implementation")
struct JSONSchemaGoldenTests {
    struct Case: Decodable, Sendable {
        struct Row: Decodable, Sendable { var text: String, matches: Bool }
        var schema: String
        var rows: [Row]
    }

    static let cases = Result {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/JSONSchemas")
        return try JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: "golden.json")))
    }

    @Test("Values are accepted where jsonschema finds that they match, and nowhere else")
    func golden() throws {
        let tokenizer = try RandomWriter.tokenizer.get()
        var count = 0
        for item in try Self.cases.get() {
            var matcher = ConstraintMatcher(try .jsonSchema(item.schema), vocabulary: try RandomWriter.trie.get())
            for row in item.rows {
                matcher.restart()
                let ids = tokenizer.encode(row.text, recognizingSpecialTokens: false)
                let isTaken = ids.allSatisfy { id in (try? matcher.accept(id)) != nil }
                #expect((isTaken && matcher.isFulfilled) == row.matches, "\(item.schema) \(row.text)")
                count += 1
            }
        }
        #expect(count > 200)
    }

    @Test("A schema of several that lead to themselves is refused, not followed without end")
    func endless() {
        for schema in [
            ##"{"allOf": [{"$ref": "#"}, {"type": "object"}]}"##,
            ##"{"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}], "$defs": {"##
                + ##""a": {"properties": {"c": {"$ref": "#/$defs/a"}}}, "b": {"properties": {"c": {"$ref": "#/$defs/b"}}}}}"##,
            ##"{"anyOf": [{"$ref": "#"}, {"type": "null"}], "items": {"type": "integer"}}"##,
        ] {
            let error = #expect(throws: ConstraintError.self, "\(schema)") { try Constraint.jsonSchema(schema) }
            #expect(error?.code == .unsupported, "\(String(describing: error))")
            #expect(error?.message.utf8.count ?? 0 < 200)
        }
    }
}
