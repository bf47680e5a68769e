internal import Documents

/// A run of one block's text that stays together.
struct BlockPart {
    /// The block's index in its document.
    var block: Int
    /// UTF-8 offsets into the block's text.
    var range: Range<Int>
    /// Length in tokens.
    var tokens: Int
    /// What it takes of a chunk's room: its tokens, or more for bytes that the tokenizer passes over.
    var cost: Int
}

/// Divides blocks that are too long for a chunk: as coarsely as possible, so that sentences stay whole where they fit.
struct BlockDivider {
    /// A token stands for at most so many bytes. Tokenizers count white space and endless words as nothing, and a chunk
    /// must stay of readable size all the same.
    private static let bytesPerToken = 32

    let countTokens: @Sendable (String) -> Int

    /// The block as one part if it fits, else in several, in order. White space between parts belongs to none.
    ///
    /// - Parameter limit: the most that a part may cost.
    func parts(of block: Block, index: Int, limit: Int) -> [BlockPart] {
        let mayBeLong = block.text.utf8.count > limit
        let hasLines = block.kind == .table || block.kind == .code || mayBeLong && LineShape.isRecords(block.text)
        let first = hasLines ? TextGrain.lines : .sentences
        var parts: [BlockPart] = []
        divide(block.text, at: 0, first: first, limit: max(1, limit)) { range, tokens, cost in
            parts.append(BlockPart(block: index, range: range, tokens: tokens, cost: cost))
        }
        return parts
    }

    /// The places of the parts of a text.
    func ranges(in text: String, limit: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        divide(text, at: 0, first: .words, limit: max(1, limit)) { range, _, _ in ranges.append(range) }
        var merged: [Range<Int>] = []
        var room = 0
        for range in ranges {
            let cost = cost(of: text.slice(range))
            if let last = merged.last, cost <= room {
                merged[merged.count - 1] = last.lowerBound..<range.upperBound
                room -= cost
            } else {
                merged.append(range)
                room = limit - cost
            }
        }
        return merged
    }

    /// What a text takes of a chunk's room.
    func cost(of text: String) -> Int { max(countTokens(text), text.utf8.count / Self.bytesPerToken, 1) }

    /// Calls `body` with range, tokens and cost of each part.
    private func divide(
        _ text: String, at offset: Int, first grain: TextGrain?, limit: Int, _ body: (Range<Int>, Int, Int) -> Void
    ) {
        let length = text.utf8.count
        let range = offset..<offset + length
        guard let grain else {
            let tokens = countTokens(text)
            return body(range, tokens, min(limit, max(tokens, 1)))
        }
        if length / Self.bytesPerToken <= limit {
            let tokens = countTokens(text)
            let cost = max(tokens, length / Self.bytesPerToken, 1)
            if cost <= limit { return body(range, tokens, cost) }
        }
        for piece in grain.ranges(in: text) {
            divide(text.slice(piece), at: offset + piece.lowerBound, first: grain.finer, limit: limit, body)
        }
    }
}

extension String {
    /// The text at a range of UTF-8 offsets, which must lie between characters' encodings.
    func slice(_ range: Range<Int>) -> String {
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let end = utf8.index(start, offsetBy: range.count)
        return String(self[start..<end])
    }
}
