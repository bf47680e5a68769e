/// What a server says about a request that it does not answer, in any of the forms that are about.
struct ServerComplaint: Decodable {
    var message: String
    /// Its kind, where it is said, such as "overloaded_error".
    var kind: String?

    private enum CodingKeys: String, CodingKey {
        case error, message, detail
        case kind = "type"
    }

    init(message: String) { self.message = message }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            message = text
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let inner = try? container.decode(ServerComplaint.self, forKey: .error) {
            (message, kind) = (inner.message, inner.kind)
        } else if let text = try? container.decode(String.self, forKey: .message) {
            message = text
            kind = try? container.decode(String.self, forKey: .kind)
        } else if let text = try? container.decode(String.self, forKey: .detail) {
            message = text
        } else {
            message = try container.decode([Detail].self, forKey: .detail).map(\.text).joined(separator: "; ")
        }
    }

    /// What is wrong with one part of a request, as FastAPI says it.
    private struct Detail: Decodable {
        var loc: [Place]
        var msg: String

        var text: String { "\(loc.map(\.name).joined(separator: ".")): \(msg)" }
    }

    /// A key or an index.
    private struct Place: Decodable {
        var name: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            name = try (try? container.decode(String.self)) ?? String(container.decode(Int.self))
        }
    }
}
