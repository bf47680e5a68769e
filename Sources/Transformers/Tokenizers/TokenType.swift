/// What a token of a GGUF file stands for: its `tokenizer.ggml.token_type`.
enum TokenType: Int64 {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
}
