import Foundation
import Transformers

extension FuzzedReader {
    /// Writes a text under a constraint, of tokens that its own size chooses.
    static func follow(_ constraint: Constraint, isJSON: Bool = false) throws {
        var matcher = ConstraintMatcher(constraint, vocabulary: Bytes.trie)
        var text: [UInt8] = []
        for step in 0..<40 {
            let allowed = try matcher.allowedTokens()
            guard allowed.contains(Bytes.end) == matcher.isFulfilled else {
                throw Misbehaviour(description: "the end is allowed where it is not, or is not where it is")
            }
            let ids = allowed.ids
            let id = step > 20 && matcher.isFulfilled ? Bytes.end : ids[(step * 7919 + text.count) % ids.count]
            do { try matcher.accept(id) } catch {
                throw Misbehaviour(description: "token \(id) is allowed, but not taken: \(error)")
            }
            if matcher.isEnded { break }
            text += Bytes().bytes(of: id)
        }
        guard isJSON, matcher.isEnded else { return }
        guard (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil else {
            throw Misbehaviour(description: "“\(String(decoding: text, as: UTF8.self))” is not JSON")
        }
    }

    /// A vocabulary of all bytes, some beginnings of JSON, and an end.
    private struct Bytes: Tokenizer {
        static let end: Int32 = 0
        static let trie = TokenTrie(Bytes(), endTokens: [end])
        private static let longer = ["\"}", "\": ", "true", "null", "0.", "{\"", "\",\"", "\\n", "é", "\u{1F642}"].map {
            Array($0.utf8)
        }

        var vocabularySize: Int { 257 + Self.longer.count }
        func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32] { text.utf8.map { Int32($0) + 1 } }
        func bytes(of id: Int32) -> [UInt8] {
            switch id {
            case 1...256: [UInt8(id - 1)]
            case 257..<Int32(vocabularySize): Self.longer[Int(id) - 257]
            default: []
            }
        }
        func id(of token: String) -> Int32? { nil }
        var controlTokens: Set<Int32> { [Self.end] }
    }
}
