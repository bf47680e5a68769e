internal import Foundation
internal import Transformers

/// The JSON Schema that a server is asked to hold its answer to.
struct AnswerSchema: Sendable {
    /// The schema as the user wrote it.
    let text: String
    /// Nil for a schema of which a server may understand more than the native runtime.
    private let constraint: Constraint?

    /// - Returns: nil where there is no constraint.
    /// - Throws: `invalidRequest` for what is no schema; `unsupportedRequest` for other constraints.
    init?(_ constraint: GenerationConstraint?) throws {
        guard let constraint else { return nil }
        guard case .jsonSchema(let text) = constraint else {
            throw InferenceError(
                .unsupportedRequest,
                "a server holds its answer to a JSON Schema only, not to an expression or to spans of texts; choose an engine on "
                    + "this machine for these (“bespoke engines”)")
        }
        self.text = text
        do {
            self.constraint = try .jsonSchema(text)
        } catch let error where error.code == .unsupported || error.code == .tooLarge {
            guard Self.isJSON(text) else { throw InferenceError.invalidConstraint("it is not JSON") }
            self.constraint = nil
        } catch {
            throw InferenceError.invalidConstraint(error.message)
        }
    }

    /// Whether an answer is a JSON value that the schema describes, as far as that can be told.
    func isFulfilled(by answer: String) -> Bool {
        constraint?.isFulfilled(byJSON: answer) ?? Self.isJSON(answer)
    }

    private static func isJSON(_ text: String) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
    }
}

/// How a server is told a JSON Schema; there are two ways, and no server says which is its own.
enum ResponseFormat: Sendable {
    /// As OpenAI has it.
    case jsonSchema(String)
    /// As llama.cpp's first servers have it.
    case jsonObject(String)

    /// As JSON.
    var json: String {
        switch self {
        case .jsonSchema(let schema):
            #"{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":\#(schema)}}"#
        case .jsonObject(let schema): #"{"type":"json_object","schema":\#(schema)}"#
        }
    }

    /// The other way; nil behind the last.
    var alternative: ResponseFormat? {
        if case .jsonSchema(let schema) = self { .jsonObject(schema) } else { nil }
    }
}
