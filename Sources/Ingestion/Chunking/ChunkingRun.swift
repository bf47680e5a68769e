internal import Documents
internal import Library

/// One document on its way to chunks.
struct ChunkingRun {
    private let chunker: Chunker
    /// The document's blocks; behind them, the parts of divided tables.
    private var blocks: [Block]
    private let title: String?
    private let divider: BlockDivider
    /// Headings that no chunk has named yet, each below the one before it.
    private var pending: [PendingHeading] = []
    private var context: HeadingContext
    /// The parts of the section that is being read, all under `context`.
    private var parts: [BlockPart] = []
    private var result: [NewChunk] = []

    private struct PendingHeading {
        var block: Int
        /// The headings above, and its own text.
        var path: [String]
    }

    init(chunker: Chunker, document: Document) {
        self.chunker = chunker
        blocks = document.blocks
        title = document.title.map(chunker.shortened)
        divider = BlockDivider(countTokens: chunker.countTokens)
        context = HeadingContext(path: [], title: title, chunker: chunker)
    }

    mutating func chunks() -> [NewChunk] {
        for (index, block) in blocks.enumerated() where !block.isHidden {
            if block.kind == .heading {
                let path = block.headings + [block.text]
                let open = pending.prefix { path.count > $0.path.count && path.starts(with: $0.path) }.count
                settleHeadings(from: open, under: nil)
                pending.append(PendingHeading(block: index, path: path))
            } else {
                if !pending.isEmpty { settleHeadings(from: 0, under: block.headings) }
                append(index)
            }
        }
        settleHeadings(from: 0, under: nil)
        endSection()
        return result
    }

    /// Drops the headings that a chunk below names; of the others, those from `first` on have nothing below them and
    /// become text themselves.
    ///
    /// - Parameter path: the headings of the block that comes next, if it is known.
    private mutating func settleHeadings(from first: Int, under path: [String]?) {
        guard first < pending.count || path != nil else { return }
        var carriers = [path].compactMap(\.self)
        var kept: [PendingHeading] = []
        var texts: [Int] = []
        for (index, heading) in pending.enumerated().reversed() {
            let isNamed = carriers.contains { carrier in
                carrier.starts(with: heading.path)
                    && contextFor(carrier).named.contains(heading.path.count - 1)
            }
            if isNamed { continue }
            if index >= first {
                texts.append(heading.block)
                carriers.append(blocks[heading.block].headings)
            } else {
                kept.append(heading)
            }
        }
        pending = kept.reversed()
        for index in texts.reversed() { append(index) }
    }

    private func contextFor(_ path: [String]) -> HeadingContext {
        path == context.path ? context : HeadingContext(path: path, title: title, chunker: chunker)
    }

    private mutating func append(_ index: Int) {
        let block = blocks[index]
        if block.headings != context.path {
            endSection()
            context = HeadingContext(path: block.headings, title: title, chunker: chunker)
        }
        let limit = chunker.maximumTokens - context.tokens
        let tables = TableDivider(divider: divider).parts(
            of: block, target: chunker.targetTokens - context.tokens, limit: limit)
        guard tables.count > 1 else {
            parts += divider.parts(of: block, index: index, limit: limit)
            return
        }
        for table in tables {
            blocks.append(table)
            parts += divider.parts(of: table, index: blocks.count - 1, limit: limit)
        }
    }

    private mutating func endSection() {
        guard !parts.isEmpty else { return }
        var assembler = ChunkAssembler(blocks: blocks, context: context, chunker: chunker)
        result += assembler.chunks(from: parts)
        parts.removeAll(keepingCapacity: true)
    }
}
