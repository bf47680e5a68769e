internal import Foundation
internal import Testing
internal import Transformers

@Suite("Constraints by JSON Schemas")
struct JSONSchemaConstraintTests {
    /// Texts that a random writer finished.
    private func texts(_ schema: String, count: Int = 200, limit: Int = 150) throws -> [String] {
        var writer = try RandomWriter(try .jsonSchema(schema))
        return try (0..<count).compactMap { _ in try writer.text(limit: limit) }
    }

    private func value(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }

    private func accepts(_ schema: String, _ text: String) throws -> Bool {
        var matcher = ConstraintMatcher(try .jsonSchema(schema), vocabulary: try RandomWriter.trie.get())
        for id in try RandomWriter.tokenizer.get().encode(text, recognizingSpecialTokens: false) {
            do { try matcher.accept(id) } catch { return false }
        }
        return matcher.isFulfilled
    }

    @Test("Any value at all is JSON")
    func anyValue() throws {
        for schema in ["true", "{}", #"{"description": "anything"}"#] {
            let texts = try texts(schema, count: 60, limit: 40)
            #expect(texts.count > 25)
            for text in texts { #expect(throws: Never.self, "\(text.debugDescription)") { try value(text) } }
        }
    }

    @Test(
        "Objects have their required properties, perhaps the others, and no more, each of its type and in their order")
    func objects() throws {
        let schema = #"""
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Person", "type": "object",
             "properties": {
               "name": {"type": "string", "minLength": 1, "maxLength": 12},
               "age": {"type": "integer"},
               "email": {"type": ["string", "null"], "pattern": "^[a-z]{1,5}@[a-z]{1,5}\\.com$"},
               "height \"m\"": {"type": "number"},
               "tags": {"type": "array", "items": {"enum": ["a", "b\n", 3, null, {"k": [true]}]}, "minItems": 1, "maxItems": 3}
             },
             "required": ["name", "tags"], "additionalProperties": false}
            """#
        let texts = try texts(schema, count: 500)
        #expect(texts.count > 300)
        var present: [String: Int] = [:]
        for text in texts {
            let object = try #require(try value(text) as? [String: Any], "\(text.debugDescription)")
            for key in object.keys { present[key, default: 0] += 1 }
            let name = try #require(object["name"] as? String)
            #expect((1...12).contains(name.unicodeScalars.count), "\(name.debugDescription)")
            if let age = object["age"] {
                let number = try #require(age as? NSNumber)
                #expect(number.doubleValue == number.doubleValue.rounded())
            }
            if let height = object["height \"m\""] { #expect(height is NSNumber) }
            if let email = object["email"], !(email is NSNull) {
                let email = try #require(email as? String)
                #expect(email.wholeMatch(of: /[a-z]{1,5}@[a-z]{1,5}\.com/) != nil)
            }
            let tags = try #require(object["tags"] as? [Any])
            #expect((1...3).contains(tags.count))
            for tag in tags {
                let isListed =
                    tag is NSNull || ["a", "b\n"].contains(tag as? String) || (tag as? NSNumber)?.intValue == 3
                    || ((tag as? [String: Any])?["k"] as? [Bool]) == [true]
                #expect(isListed, "\(tag)")
            }
        }
        #expect(Set(present.keys) == ["name", "age", "email", "height \"m\"", "tags"])
        #expect(present["name"] == texts.count && present["tags"] == texts.count)
        #expect(present.values.allSatisfy { $0 > 20 })
    }

    @Test("Values that fit are accepted, with and without spaces, and those that do not are not")
    func spellings() throws {
        let schema = #"""
            {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}, "c": {"const": "x"}},
             "required": ["b"]}
            """#
        for text in [
            #"{"a": 1, "b": "two", "c": "x"}"#, #"{"a":-10,"b":""}"#, #"{"b": "\"\\\n\u0001é🚀/"}"#,
            #"{"b":"1", "c":"x"}"#,
        ] { #expect(try accepts(schema, text), "\(text)") }
        for text in [
            "{}", #"{"a": 1}"#, #"{"a": 1, "b": 2}"#, #"{"b": "", "a": 1}"#, #"{"a": 01, "b": ""}"#,
            #"{"a": 1.5, "b": ""}"#,
            #"{"b": "", "d": 1}"#, #"{"b": "", "c": "y"}"#, #"{"b": ""} "#, #"{"b": "","#, #"{,"b": ""}"#,
            #"{ "b": ""}"#,
            "{\"b\": \"\n\"}", #"{"b": "\x"}"#, #"["b"]"#, "null",
        ] { #expect(!(try accepts(schema, text)), "\(text)") }
        for (schema, text, fits) in [
            (#"{"type": "array"}"#, #"[1, "a", [], {"b": null}, -0.5e+10, true]"#, true),
            (#"{"items": {"type": "boolean"}, "minItems": 2}"#, "[true]", false),
            (#"{"items": {"type": "boolean"}, "minItems": 2}"#, "[true, false,true]", true),
            (#"{"items": {"type": "boolean"}, "maxItems": 0}"#, "[]", true),
            (#"{"items": {"type": "boolean"}, "maxItems": 0}"#, "[true]", false),
            (#"{"items": false}"#, "[]", true), (#"{"items": false}"#, "[1]", false),
            (#"{"additionalProperties": {"type": "integer"}}"#, #"{"x": 1, "y": 2}"#, true),
            (#"{"additionalProperties": {"type": "integer"}}"#, #"{"x": "1"}"#, false),
            (#"{"properties": {}, "additionalProperties": false}"#, "{}", true),
            (#"{"type": "integer", "enum": [1, "1", 2.5, 2]}"#, "2", true),
            (#"{"type": "integer", "enum": [1, "1", 2.5, 2]}"#, "2.5", false),
            (#"{"const": {"a": [1, null]}}"#, #"{"a": [1,null]}"#, true),
            (#"{"anyOf": [{"type": "integer"}, {"const": "none"}]}"#, #""none""#, true),
            (#"{"anyOf": [{"type": "integer"}, {"const": "none"}]}"#, "7", true),
            (#"{"anyOf": [{"type": "integer"}, {"const": "none"}]}"#, "true", false),
            (#"{"pattern": "\"+"}"#, #""\"\"""#, true), (#"{"minLength": 2, "maxLength": 2}"#, #""é🚀""#, true),
            (##"{"allOf": [{"$ref": "#/$defs/a~1b%20c"}], "$defs": {"a/b c": {"type": "null"}}}"##, "null", true),
        ] { #expect(try accepts(schema, text) == fits, "\(schema) \(text)") }
    }

    @Test("A value that was written elsewhere is looked at as a value, whatever its white space and escapes")
    func values() throws {
        let constraint = try Constraint.jsonSchema(
            #"{"properties": {"a": {"type": "integer"}, "b": {"enum": ["é", "/"]}}, "required": ["a", "b"]}"#)
        for text in [
            #"{"a":1,"b":"é"}"#, " {\n\t\"a\" : 1.0 ,\r\n \"b\"\n:\"\\u00e9\" } ", #"{"a": 10e2, "b": "\/"}"#,
        ] { #expect(constraint.isFulfilled(byJSON: text), "\(text)") }
        for text in [
            "", "null", "{}", #"{"a": 1.5, "b": "é"}"#, #"{"b": "é", "a": 1}"#, #"{"a": 1, "b": "é", "c": 2}"#,
            #"{"a": 1, "b": "é"}}"#, #"Here: {"a": 1, "b": "é"}"#, #"{"a": 1, "b": "é""#,
            String(repeating: "[", count: 90_000),
        ] { #expect(!constraint.isFulfilled(byJSON: text), "\(text.prefix(40))") }
    }

    @Test("Schemas that refer to themselves are followed as deep as calls go, and always come to an end")
    func recursion() throws {
        let tree = ##"""
            {"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "object", "properties": {
              "value": {"type": "integer"}, "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}}},
              "required": ["value", "children"]}}}
            """##
        let texts = try texts(tree, count: 400, limit: 120)
        #expect(texts.count > 40)
        func check(_ node: Any?) throws {
            let node = try #require(node as? [String: Any])
            #expect(Set(node.keys) == ["value", "children"])
            for child in try #require(node["children"] as? [Any]) { try check(child) }
        }
        for text in texts { try check(try value(text)) }

        let list = ##"{"type": ["array", "null"], "items": {"$ref": "#"}}"##
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try accepts(list, nested(50)))
        #expect(!(try accepts(list, nested(80))))
        var matcher = ConstraintMatcher(try .jsonSchema(list), vocabulary: try RandomWriter.trie.get())
        let bracket = try #require(try RandomWriter.tokenizer.get().id(of: "["))
        for _ in 0...64 { try matcher.accept(bracket) }
        #expect(!(try matcher.allowedTokens().contains(bracket)))
        #expect(!(try matcher.allowedTokens().isEmpty))
    }

    @Test("Ambiguous recursion is followed in bounded time")
    func ambiguity() throws {
        let schema = ##"""
            {"anyOf": [{"type": "array", "items": {"$ref": "#"}, "minItems": 1}, {"type": "array", "items": {"$ref": "#"}},
             {"type": "array", "items": {"$ref": "#"}, "maxItems": 9}, {"$ref": "#"}]}
            """##
        var matcher = ConstraintMatcher(try .jsonSchema(schema), vocabulary: try RandomWriter.trie.get())
        let tokenizer = try RandomWriter.tokenizer.get()
        let (open, close) = (try #require(tokenizer.id(of: "[")), try #require(tokenizer.id(of: "]")))
        for _ in 0..<20 { try matcher.accept(open) }
        #expect(!(try matcher.allowedTokens().isEmpty))
        for _ in 0..<20 { try matcher.accept(close) }
        #expect(matcher.isFulfilled)
    }

    @Test("One of several schemas is understood where no value matches two")
    func oneOf() throws {
        let shapes = ##"""
            {"oneOf": [
              {"type": "object", "properties": {"kind": {"const": "circle"}, "radius": {"type": "integer"}},
               "required": ["kind", "radius"]},
              {"type": "object", "properties": {"kind": {"enum": ["square", "cube"]}}, "required": ["kind"]},
              {"$ref": "#/$defs/name"}, {"type": "null"}],
             "$defs": {"name": {"type": "string", "maxLength": 3}}}
            """##
        #expect(try accepts(shapes, #"{"kind": "circle", "radius": 2}"#))
        #expect(try accepts(shapes, #"{"kind": "cube"}"#))
        #expect(!(try accepts(shapes, #"{"kind": "cube", "radius": 2}"#)))
        #expect(try accepts(shapes, "null"))
        for schemas in [
            #"{"type": "integer"}, {"type": "number"}"#, #"{"type": "string", "maxLength": 2}, {"enum": [1, "a"]}"#,
            "{}, {}",
            #"{"type": "object", "properties": {"a": {"const": 1}}}, {"type": "object", "properties": {"a": {"const": 2}}}"#,
            ##"{"$ref": "#"}, {"type": "null"}"##,
        ] {
            let error = #expect(throws: ConstraintError.self) {
                try Constraint.jsonSchema(#"{"oneOf": [\#(schemas)]}"#)
            }
            #expect(error?.code == .unsupported, "\(schemas)")
        }
    }

    @Test(
        "What is not understood is refused by name, with the place",
        arguments: [
            (#"{"not": {"type": "null"}}"#, "JSON Schemas with “not” are not supported (at #)"),
            (
                #"{"properties": {"a": {"format": "uri"}}}"#,
                "JSON Schemas with the format “uri” are not supported (at #/properties/a/format)"
            ),
            (
                #"{"enum": [["a"]], "minItems": 3}"#,
                "JSON Schemas with “minItems” beside listed arrays are not supported (at #/minItems)"
            ),
            (
                #"{"multipleOf": 0.12345}"#,
                "JSON Schemas with “multipleOf” of more than three digits are not supported (at #/multipleOf)"
            ),
            (
                #"{"minimum": 1e17}"#,
                "JSON Schemas with numbers of more than 15 digits are not supported (at #/minimum)"
            ),
            (
                #"{"items": {"type": "string"}, "uniqueItems": true}"#,
                "JSON Schemas with “uniqueItems” of other items than those that “enum” lists, at most 8, are not supported (at #/uniqueItems)"
            ),
            (
                #"{"patternProperties": {"^a|b": true}}"#,
                "#/patternProperties/^a|b: regular expressions with “^” or “$” beside “|” are not supported; write “^(…|…)$”"
            ),
            (
                #"{"allOf": [{"patternProperties": {"a": true}}, {"properties": {"a": true}}]}"#,
                "JSON Schemas with “patternProperties” beside other properties that hold at once are not supported (at #)"
            ),
            (
                #"{"allOf": [{"pattern": "a"}, {"pattern": "b"}]}"#,
                "JSON Schemas with different “pattern” that hold at once are not supported (at #)"
            ),
            (
                #"{"$ref": "other.json#/a"}"#,
                "JSON Schemas with references to other files or names are not supported (at #/$ref)"
            ),
            (
                #"{"items": {"pattern": "a(?=b)"}}"#,
                "#/items/pattern: regular expressions with look-ahead are not supported (character 4)"
            ),
        ])
    func unsupported(schema: String, message: String) {
        #expect(throws: ConstraintError(.unsupported, message)) { try Constraint.jsonSchema(schema) }
    }

    @Test(
        "What is no schema is refused",
        arguments: [
            "", "{", "3", "[]", #"{"type": "text"}"#, #"{"type": []}"#, #"{"enum": []}"#, #"{"anyOf": {}}"#,
            #"{"properties": []}"#, #"{"required": [1], "properties": {}}"#, #"{"minItems": -1}"#,
            #"{"maxLength": 1.5}"#,
            #"{"minimum": "1"}"#, #"{"multipleOf": 0}"#, #"{"format": 3}"#, #"{"uniqueItems": 1}"#,
            #"{"prefixItems": []}"#,
            #"{"required": "a"}"#, ##"{"$ref": "#/$defs/none"}"##, #"{"pattern": 3}"#, #"{"items": 3}"#,
            #"{"properties": {"a": 3}}"#,
        ])
    func invalid(schema: String) {
        let error = #expect(throws: ConstraintError.self) { try Constraint.jsonSchema(schema) }
        #expect(error?.code == .invalid, "\(String(describing: error))")
    }

    @Test("Schemas that nothing matches, or that are too large, are refused")
    func limits() {
        for schema in [
            "false", ##"{"$ref": "#"}"##, #"{"minItems": 1, "items": false}"#, #"{"minLength": 3, "maxLength": 2}"#,
            ##"{"properties": {"a": {"$ref": "#"}}, "required": ["a"]}"##, #"{"minItems": 3, "maxItems": 2}"#,
            #"{"type": "string", "const": 3}"#, #"{"minimum": 3, "maximum": 2}"#, #"{"enum": ["a"], "minLength": 2}"#,
            #"{"allOf": [{"type": "string"}, {"type": "null"}]}"#, #"{"format": "date", "maxLength": 9}"#,
            #"{"type": "integer", "minimum": 1, "maximum": 24, "multipleOf": 25}"#,
        ] {
            #expect(throws: ConstraintError(.unsatisfiable, "no text fulfils the constraint"), "\(schema)") {
                try Constraint.jsonSchema(schema)
            }
        }
        let large = String(repeating: " ", count: 300_000)
        let chain = (0..<8000).map { ##""\##($0)": {"$ref": "#/$defs/\##($0 + 1)"}"## }.joined(separator: ",")
        for schema in [
            #"{"maxLength": 99999999999}"#, #"{"minItems": 4000000}"#, large + "{}",
        ] {
            let error = #expect(throws: ConstraintError.self) { try Constraint.jsonSchema(schema) }
            #expect(error?.code == .tooLarge, "\(schema.prefix(40))")
        }
        #expect(throws: ConstraintError.self) {
            try Constraint.jsonSchema(##"{"$ref": "#/$defs/0", "$defs": {\##(chain), "8000": true}}"##)
        }
    }
}
