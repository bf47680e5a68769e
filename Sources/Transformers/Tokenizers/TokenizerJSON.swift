internal import Foundation

/// The parts of a Hugging Face `tokenizer.json` from which a tokenizer is made. Whatever would change ids and is not known is an
/// error, never left out.
struct TokenizerJSON {
    let model: JSONValue
    /// The steps of the normalizer, and those of the pre-tokenizer.
    let normalizers: [JSONValue]
    let preTokenizers: [JSONValue]
    let decoders: [JSONValue]
    let addedTokens: [SpecialTokens.Token]
    /// Whether the post-processor puts a token before every text.
    let addsBeginningOfText: Bool

    /// More ids without a token than this are no vocabulary.
    private static let mostFreeIDs = 1 << 17

    init(contentsOf url: URL) throws {
        guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
            throw ModelFileError(.unreadable, "it cannot be read; fetch the model again")
        }
        let json = try JSONReader.value(of: data)
        guard let model = json["model"] else {
            throw ModelFileError(.notAModel, "it is not a tokenizer.json: it has no model")
        }
        self.model = model
        normalizers = Self.steps(json["normalizer"], "normalizers")
        preTokenizers = Self.steps(json["pre_tokenizer"], "pretokenizers")
        decoders = Self.steps(json["decoder"], "decoders")
        addsBeginningOfText = Self.steps(json["post_processor"], "processors").contains { step in
            step["type"]?.text == "TemplateProcessing" && step["single"]?.array?.first?["SpecialToken"] != nil
        }
        addedTokens = try (json["added_tokens"]?.array ?? []).map { token in
            guard let spelling = token["content"]?.bytes, let id = token["id"]?.integer, id >= 0, id < Int32.max else {
                throw ModelFileError(.damaged, "an added token has no content or no id")
            }
            func flag(_ value: JSONValue?) -> Bool { value?.bool ?? false }
            return SpecialTokens.Token(
                spelling: spelling, id: Int32(id), isControl: flag(token["special"]),
                takesSpaceBefore: flag(token["lstrip"]), takesSpaceBehind: flag(token["rstrip"]),
                isFoundNormalized: flag(token["normalized"]), isWord: flag(token["single_word"]))
        }
    }

    /// The added tokens, for a tokenizer that looks for all of them in text as it is.
    ///
    /// - Throws: `unsupported` where one is looked for in text that the normalizer changed.
    func tokensOfRawText() throws -> [SpecialTokens.Token] {
        if let token = addedTokens.first(where: \.isFoundNormalized) {
            throw Self.unsupported("added token \(token.id) is looked for in normalized text")
        }
        return addedTokens
    }

    static func unsupported(_ what: String) -> ModelFileError {
        ModelFileError(.unsupported, "\(what), which cannot be run; use a model of another family")
    }

    /// The steps of a part: itself, or all that a sequence has.
    private static func steps(_ part: JSONValue?, _ key: StaticString) -> [JSONValue] {
        guard let part else { return [] }
        guard part["type"]?.text == "Sequence" else { return [part] }
        return (part[key]?.array ?? []).flatMap { step in
            step["type"]?.text == "Sequence" ? step[key]?.array ?? [] : [step]
        }
    }

    /// The spellings by id of a vocabulary that is an object, and of added tokens.
    func tokens() throws -> [[UInt8]] {
        guard let members = model["vocab"]?.members, !members.isEmpty else {
            throw ModelFileError(.damaged, "its model has no vocabulary")
        }
        return try tokens(
            members.map { member in
                guard let id = member.value.integer, id >= 0 else {
                    throw ModelFileError(
                        .damaged, "token “\(String(decoding: member.key, as: UTF8.self))” has no id")
                }
                return (member.key, id)
            })
    }

    /// The same for a vocabulary of pieces with ids.
    func tokens(_ pieces: [(bytes: [UInt8], id: Int)]) throws -> [[UInt8]] {
        let highest = max(pieces.map(\.id).max() ?? 0, addedTokens.map { Int($0.id) }.max() ?? 0)
        guard highest < pieces.count + addedTokens.count + Self.mostFreeIDs else {
            throw ModelFileError(.damaged, "it has an id of \(highest), but \(pieces.count) tokens")
        }
        var tokens = [[UInt8]](repeating: [], count: highest + 1)
        for piece in pieces { tokens[piece.id] = piece.bytes }
        for token in addedTokens { tokens[Int(token.id)] = token.spelling }
        return tokens
    }

    /// Left and right spellings of merges by turns, the first learned first.
    func merges() throws -> ByteStrings {
        var pairs = ByteStrings()
        for (rank, merge) in (model["merges"]?.array ?? []).enumerated() {
            if let bytes = merge.bytes, let space = bytes.firstIndex(of: 0x20) {
                pairs.append(bytes[..<space])
                pairs.append(bytes[(space + 1)...])
            } else if let pair = merge.array, pair.count == 2, let left = pair[0].bytes, let right = pair[1].bytes {
                pairs.append(left)
                pairs.append(right)
            } else {
                throw ModelFileError(.damaged, "merge \(rank) is no pair of tokens")
            }
        }
        return pairs
    }

    /// Fails where the model has a setting that would change ids.
    func requireNone(_ keys: [(name: StaticString, setting: JSONValue?)]) throws {
        for (name, setting) in keys {
            switch setting {
            case nil, .bool(false)?, .null?: continue
            case .string(let text)? where text.isEmpty: continue
            default: throw Self.unsupported("its model has “\(name)”")
            }
        }
    }
}
