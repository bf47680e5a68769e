public import Documents
package import Inference
public import Library

/// Divides a document into the units that are embedded and searched.
///
/// ```swift
/// let chunker = Chunker(maximumTokens: 254, targetTokens: 200, countTokens: embedder.tokenCount)
/// let chunks = chunker.chunks(of: document)
/// ```
///
/// - Chunks follow structure: a heading opens a section, small neighbours in a section join up to the target, and
///   paragraphs, list items, tables and code stay whole where they fit.
/// - What is too long is cut at line ends (tables, code), sentence ends, clauses or words; never inside a word that
///   fits a chunk, and never inside a character.
/// - Each visible character of the document is in exactly one chunk's text or, for headings with something below them,
///   in the headings of the chunks below. The header of a table that is cut is in each part. Hidden blocks are left out.
/// - The same document gives the same chunks. Takes time linear in the length of the document.
public struct Chunker: Sendable {
    /// The most tokens of a chunk, title and headings included.
    public let maximumTokens: Int
    /// The tokens up to which neighbours are joined, title and headings included.
    public let targetTokens: Int
    let countTokens: @Sendable (String) -> Int

    /// Creates a chunker.
    ///
    /// - Parameters:
    ///   - maximumTokens: the most tokens of a chunk; below 16 counts as 16.
    ///   - targetTokens: the size that joining aims at; at most `maximumTokens`.
    ///   - countTokens: the number of tokens of a text, without special tokens; called about twice for each piece of
    ///     text.
    public init(maximumTokens: Int, targetTokens: Int, countTokens: @escaping @Sendable (String) -> Int) {
        self.maximumTokens = max(16, maximumTokens)
        self.targetTokens = max(8, min(targetTokens, self.maximumTokens))
        self.countTokens = countTokens
    }

    /// The chunks of `document`, in reading order.
    public func chunks(of document: Document) -> [NewChunk] {
        var run = ChunkingRun(chunker: self, document: document)
        return run.chunks()
    }
}

extension Chunker {
    /// A chunker for what `embedder` can read at once, up to 254 tokens, which nearly every embedder can, so that a library can
    /// change to another; it aims at 200.
    package init(embedder: any Embedder) {
        let specialTokens = 2
        let maximum = min(embedder.maximumTokens - specialTokens, 254)
        self.init(maximumTokens: maximum, targetTokens: min(200, maximum * 4 / 5), countTokens: embedder.tokenCount)
    }

    /// A title or heading that leaves room for text: its first words, up to a quarter of a chunk.
    func shortened(_ heading: String) -> String {
        let limit = maximumTokens / 4
        let divider = BlockDivider(countTokens: countTokens)
        guard let first = divider.ranges(in: heading, limit: limit).first else { return heading }
        return first.upperBound == heading.utf8.count ? heading : heading.slice(first)
    }
}
