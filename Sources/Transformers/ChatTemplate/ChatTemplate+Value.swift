public import Foundation

extension ChatTemplate {
    /// What a template is given: a value of JSON, whose objects keep the order of their members.
    ///
    ///     let message: ChatTemplate.Value = ["role": "user", "content": "Hello"]
    public indirect enum Value: Sendable, Equatable {
        case null
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case list([Value])
        case object([Member])

        /// A member of an object.
        public struct Member: Sendable, Equatable {
            public var name: String
            public var value: Value

            public init(name: String, value: Value) {
                self.name = name
                self.value = value
            }
        }

        /// Reads JSON (RFC 8259).
        ///
        /// - Throws: a ``ModelFileError`` with the code `damaged` and the place where it is not JSON.
        public init(json: Data) throws { self.init(try JSONReader.value(of: json)) }

        private init(_ json: JSONValue) {
            switch json {
            case .null: self = .null
            case .bool(let flag): self = .bool(flag)
            case .integer(let number): self = .integer(number)
            case .number(let number): self = .number(number)
            case .string(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
            case .array(let values): self = .list(values.map(Value.init))
            case .object(let members):
                self = .object(
                    members.map { Member(name: String(decoding: $0.key, as: UTF8.self), value: Value($0.value)) })
            }
        }
    }
}

extension ChatTemplate.Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral text: String) { self = .text(text) }
    public init(booleanLiteral flag: Bool) { self = .bool(flag) }
    public init(integerLiteral number: Int) { self = .integer(number) }
    public init(floatLiteral number: Double) { self = .number(number) }
    public init(arrayLiteral values: Self...) { self = .list(values) }
    public init(dictionaryLiteral members: (String, Self)...) {
        self = .object(members.map { Member(name: $0, value: $1) })
    }
}

extension TemplateValue {
    /// A value from outside the template: none of its text may become a control token.
    init(content value: ChatTemplate.Value) throws {
        switch value {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .float(number)
        case .text(let text): self = .text(TemplateText(text, isContent: true))
        case .list(let values): self = try .list(values.map { try TemplateValue(content: $0) })
        case .object(let members):
            self = .dictionary(
                try TemplateDictionary(
                    Self.lastOfEach(members).map {
                        (TemplateText($0.name, isContent: true), try TemplateValue(content: $0.value))
                    }))
        }
    }

    /// A message: the same, but for its role, which is a name of the template's own.
    init(message: ChatTemplate.Value) throws {
        guard case .object(let members) = message else {
            self = try TemplateValue(content: message)
            return
        }
        self = .dictionary(
            try TemplateDictionary(
                Self.lastOfEach(members).map { member in
                    let name = TemplateText(member.name)
                    guard member.name == "role", case .text(let role) = member.value else {
                        return (name, try TemplateValue(content: member.value))
                    }
                    return (name, .string(role))
                }))
    }

    /// Members without those that are given again behind them, as Python reads JSON.
    private static func lastOfEach(_ members: [ChatTemplate.Value.Member]) -> [ChatTemplate.Value.Member] {
        var places: [[UInt8]: Int] = [:]
        var result: [ChatTemplate.Value.Member] = []
        for member in members {
            if let place = places[Array(member.name.utf8)] {
                result[place].value = member.value
            } else {
                places[Array(member.name.utf8)] = result.count
                result.append(member)
            }
        }
        return result
    }
}
