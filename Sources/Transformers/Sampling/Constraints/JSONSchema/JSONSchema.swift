internal import Foundation

/// A place in a JSON Schema: what is there, and where it is.
struct JSONSchema {
    /// What is there.
    var value: JSONValue
    /// Where it is, as a reference: `#/properties/name`.
    var place: String

    /// A type of JSON values.
    enum ValueType: String, CaseIterable {
        case object, array, string, number, integer, boolean, null

        init(of value: JSONValue) {
            switch value {
            case .null: self = .null
            case .bool: self = .boolean
            case .integer: self = .integer
            case .number(let number): self = number == number.rounded() ? .integer : .number
            case .string: self = .string
            case .array: self = .array
            case .object: self = .object
            }
        }
    }

    /// Keywords that say nothing about which values there are.
    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "examples",
        "deprecated",
        "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
    ]
    /// Keywords about objects, arrays, strings and numbers.
    static let objectKeywords = ["properties", "required", "additionalProperties", "patternProperties"]
    static let arrayKeywords = ["prefixItems", "items", "minItems", "maxItems", "uniqueItems"]
    static let stringKeywords = ["minLength", "maxLength", "pattern", "format"]
    static let numberKeywords = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"]
    private static let keywords = Set(
        ["$ref", "type", "enum", "const", "anyOf", "oneOf", "allOf"] + objectKeywords + arrayKeywords + stringKeywords
            + numberKeywords)

    /// The keywords that say which values there are; empty where all are meant.
    ///
    /// - Throws: `invalid` where this is no schema, `unsupported` for keywords that are not understood.
    func assertions() throws(ConstraintError) -> [String: JSONSchema] {
        guard case .object(let members) = value else { throw invalid("is no schema") }
        var assertions: [String: JSONSchema] = [:]
        for member in members {
            let key = String(decoding: member.key, as: UTF8.self)
            if Self.annotations.contains(key) { continue }
            guard Self.keywords.contains(key) else { throw unsupported("“\(key)”") }
            assertions[key] = child(key, member.value)
        }
        return assertions
    }

    func child(_ key: String, _ value: JSONValue) -> JSONSchema {
        // “&” stands between the places of schemas that hold at once.
        let spelling = key.replacing("~", with: "~0").replacing("/", with: "~1").replacing("&", with: "~&")
        return JSONSchema(value: value, place: "\(place)/\(spelling)")
    }

    func invalid(_ reason: String) -> ConstraintError {
        ConstraintError(.invalid, "the JSON Schema is not valid: \(namedPlace) \(reason)")
    }

    func unsupported(_ what: String) -> ConstraintError {
        ConstraintError(.unsupported, "JSON Schemas with \(what) are not supported (at \(namedPlace))")
    }

    /// The place for messages: of schemas that hold at once, that of the first.
    private var namedPlace: Substring {
        var end = place.startIndex
        while end < place.endIndex, place[end] != "&" || place[..<end].last == "~" { end = place.index(after: end) }
        return place[..<end]
    }

    /// The schemas of a list.
    func elements() throws(ConstraintError) -> [JSONSchema] {
        guard let values = value.array, !values.isEmpty else { throw invalid("is no list of schemas") }
        return values.enumerated().map { child("\($0)", $1) }
    }

    /// The members of an object, in order; of those with the same key the last.
    func members() throws(ConstraintError) -> [(key: [UInt8], schema: JSONSchema)] {
        guard let members = value.members else { throw invalid("is no object") }
        var seen: Set<[UInt8]> = []
        return members.reversed().filter { seen.insert($0.key).inserted }.reversed()
            .map { ($0.key, child(String(decoding: $0.key, as: UTF8.self), $0.value)) }
    }

    /// A count of characters or items.
    func count() throws(ConstraintError) -> Int {
        guard let count = value.number.flatMap({ Int(exactly: $0) }), count >= 0 else { throw invalid("is no count") }
        return count
    }

    /// A number.
    func number() throws(ConstraintError) -> Double {
        guard let number = value.number else { throw invalid("is no number") }
        return number
    }

    /// True or false.
    func flag() throws(ConstraintError) -> Bool {
        guard let flag = value.bool else { throw invalid("is neither true nor false") }
        return flag
    }

    /// The types that `type` names.
    func valueTypes() throws(ConstraintError) -> [ValueType] {
        let names = value.array ?? [value]
        let types = names.compactMap { $0.text.flatMap(ValueType.init) }
        guard types.count == names.count, !types.isEmpty else { throw invalid("names no type of JSON") }
        return types
    }

    /// What a reference of this schema's document leads to.
    func resolving(_ reference: JSONSchema) throws(ConstraintError) -> JSONSchema {
        guard let text = reference.value.text else { throw reference.invalid("is no reference") }
        guard text == "#" || text.hasPrefix("#/") else {
            throw reference.unsupported("references to other files or names")
        }
        var target = self
        for part in text.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false) where text != "#" {
            guard let name = String(part).removingPercentEncoding else { throw reference.invalid("is no reference") }
            let key = name.replacing("~1", with: "/").replacing("~0", with: "~")
            if let found = target.value.members?.last(where: { $0.key.elementsEqual(key.utf8) })?.value {
                target = target.child(key, found)
            } else if let values = target.value.array, let index = Int(key), values.indices.contains(index) {
                target = target.child(key, values[index])
            } else {
                throw reference.invalid("leads to nothing")
            }
        }
        return target
    }
}
