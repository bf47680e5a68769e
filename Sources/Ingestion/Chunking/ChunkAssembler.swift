internal import Documents
internal import Library

/// Joins the parts of a section to chunks.
struct ChunkAssembler {
    private let blocks: [Block]
    private let context: HeadingContext
    private let chunker: Chunker
    private var lines: (block: Int, map: LineMap)?

    init(blocks: [Block], context: HeadingContext, chunker: Chunker) {
        self.blocks = blocks
        self.context = context
        self.chunker = chunker
    }

    /// The chunks of a section, in order.
    mutating func chunks(from parts: [BlockPart]) -> [NewChunk] {
        var chunks: [NewChunk] = []
        for group in groups(of: parts) { append(parts[group], to: &chunks) }
        return chunks
    }

    /// Which parts share a chunk: as many as the target holds. A short rest joins the chunk before it, if there is
    /// room.
    private func groups(of parts: [BlockPart]) -> [Range<Int>] {
        let target = chunker.targetTokens - context.tokens
        var groups: [(parts: Range<Int>, cost: Int)] = []
        for (index, part) in parts.enumerated() {
            if let last = groups.last, last.cost + part.cost <= target {
                groups[groups.count - 1] = (last.parts.lowerBound..<index + 1, last.cost + part.cost)
            } else {
                groups.append((index..<index + 1, part.cost))
            }
        }
        if groups.count > 1, let last = groups.last, last.cost < chunker.targetTokens / 4 {
            let previous = groups[groups.count - 2]
            if previous.cost + last.cost + context.tokens <= chunker.maximumTokens {
                groups.removeLast(2)
                groups.append((previous.parts.lowerBound..<last.parts.upperBound, previous.cost + last.cost))
            }
        }
        return groups.map(\.parts)
    }

    /// Makes a chunk of `parts`; two where joining made them too long, as some tokenizers count line feeds.
    private mutating func append(_ parts: ArraySlice<BlockPart>, to chunks: inout [NewChunk]) {
        let chunk = chunk(of: parts)
        guard chunk.tokenCount > chunker.maximumTokens, parts.count > 1 else { return chunks.append(chunk) }
        let middle = parts.startIndex + parts.count / 2
        append(parts[..<middle], to: &chunks)
        append(parts[middle...], to: &chunks)
    }

    private mutating func chunk(of parts: ArraySlice<BlockPart>) -> NewChunk {
        var text = ""
        var pieces: [NewChunk.Piece] = []
        var rest = parts
        while let first = rest.first {
            let own = rest.prefix { $0.block == first.block }
            rest = rest.dropFirst(own.count)
            let range = first.range.lowerBound..<own[own.endIndex - 1].range.upperBound
            let block = blocks[first.block]
            if !text.isEmpty { text += "\n" }
            let start = text.utf8.count
            text += range.count == block.text.utf8.count ? block.text : block.text.slice(range)
            pieces.append(
                NewChunk.Piece(
                    range: start..<text.utf8.count, kind: block.kind, location: location(of: range, in: first.block)))
        }
        let tokens = parts.count == 1 ? parts[parts.startIndex].tokens : chunker.countTokens(text)
        return NewChunk(
            text: text, headings: context.headings, pieces: pieces, tokenCount: context.tokens + tokens)
    }

    private mutating func location(of range: Range<Int>, in index: Int) -> Location {
        let block = blocks[index]
        guard range.count < block.text.utf8.count, block.location.lines != nil || block.location.rows != nil else {
            return block.location
        }
        if lines?.block != index { lines = (index, LineMap(block)) }
        return lines?.map.location(of: range) ?? block.location
    }
}
