/// An event of a streamed message, or a whole message from a server that does not stream. Kinds that are not known, and blocks
/// that are no text, count for nothing, as the API asks of its clients.
struct MessagesEvent: Decodable {
    var type: String
    var message: Message?
    var delta: Delta?
    var contentBlock: Block?
    var content: [Block]?
    var stopReason: String?
    var usage: Usage?
    var error: ServerComplaint?

    struct Message: Decodable { var usage: Usage? }

    struct Delta: Decodable {
        var type: String?
        var text: String?
        var stopReason: String?

        enum CodingKeys: String, CodingKey {
            case type, text
            case stopReason = "stop_reason"
        }
    }

    struct Block: Decodable {
        var type: String
        var text: String?
    }

    /// Later counts of a stream stand for earlier ones.
    struct Usage: Decodable {
        var input: Int?
        var output: Int?
        var cacheRead: Int?
        var cacheWrite: Int?

        enum CodingKeys: String, CodingKey {
            case input = "input_tokens"
            case output = "output_tokens"
            case cacheRead = "cache_read_input_tokens"
            case cacheWrite = "cache_creation_input_tokens"
        }

        mutating func take(_ later: Usage) {
            input = later.input ?? input
            output = later.output ?? output
            cacheRead = later.cacheRead ?? cacheRead
            cacheWrite = later.cacheWrite ?? cacheWrite
        }
    }

    enum CodingKeys: String, CodingKey {
        case type, message, delta, content, usage, error
        case contentBlock = "content_block"
        case stopReason = "stop_reason"
    }
}
