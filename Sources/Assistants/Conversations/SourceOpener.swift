public import Library
internal import Documents
internal import Foundation

/// Opens the sources of answers: shows where in a document they stand.
public struct SourceOpener: Sendable {
    private let library: any LibraryStore
    private let profile: String
    /// Lines before and after the quoted ones.
    private let context: Int

    /// Creates an opener for answers of the profile named `profile`.
    ///
    /// - Parameter context: lines before and after the quoted ones.
    public init(library: any LibraryStore, profile: String, context: Int = 3) {
        self.library = library
        self.profile = profile
        self.context = context
    }

    /// The largest text of which lines are shown; of larger ones the passage is, as of all that has no lines, in bytes.
    private static let largestText = 1 << 26

    /// The places of a source, one for each quote.
    ///
    /// - Throws: an ``AssistantError`` with `sourceNotFound`, or a `LibraryError`.
    public func passages(_ number: Int, of turn: Turn) async throws -> [CitedPassage] {
        guard let snippet = turn.snippets.first(where: { $0.number == number }) else { throw missing(number, turn) }
        let files = try await library.files(ofProfile: profile)
        let chunks = try await library.chunks(snippet.chunks, profile: profile)
        guard let file = files.first(where: { $0.document == snippet.document }), let first = chunks.first,
            let last = chunks.last
        else { throw missing(number, turn) }
        let cited = turn.citations.filter { $0.supported && $0.number == number }
        var quotes: [(text: String, sentence: String, location: Location)] = []
        for citation in cited where !quotes.contains(where: { $0.text == citation.quote }) {
            quotes.append((citation.quote, citation.sentence, citation.location))
        }
        let text = try await sourceText(of: file)
        func passage(_ location: Location, quote: String?, sentence: String?) async throws -> CitedPassage {
            let lines: [CitedPassage.Line]
            if let text, let range = location.lines {
                lines = Self.lines(range, of: text, context: context)
            } else {
                let ordinals = max(0, first.ordinal - 1)...(last.ordinal + 1)
                lines = Self.lines(
                    of: try await library.chunks(of: file.document, ordinals: ordinals, profile: profile))
            }
            return CitedPassage(
                number: number, document: file.file.name, location: location, headings: first.content.headings,
                quote: quote,
                sentence: sentence, lines: QuoteFinder.mark(quote ?? chunks.map(\.content.text).joined(), in: lines))
        }
        if quotes.isEmpty { return [try await passage(snippet.location, quote: nil, sentence: nil)] }
        var passages: [CitedPassage] = []
        for quote in quotes {
            passages.append(try await passage(quote.location, quote: quote.text, sentence: quote.sentence))
        }
        return passages
    }

    /// The lines of a document that is text as it stands.
    private func sourceText(of file: LibraryFile) async throws -> [Substring]? {
        guard file.type.isText, file.type != .html, file.file.size <= Self.largestText else { return nil }
        let text = TextDecoder().decode(try await library.bytes(of: file.document))
        return text.string(0..<text.bytes.count).split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func lines(_ range: ClosedRange<Int>, of text: [Substring], context: Int) -> [CitedPassage.Line] {
        let first = max(1, range.lowerBound - context)
        let last = min(text.count, range.upperBound + context)
        guard first <= last else { return [] }
        return (first...last).map { CitedPassage.Line(number: $0, text: String(text[$0 - 1])) }
    }

    private static func lines(of chunks: [StoredChunk]) -> [CitedPassage.Line] {
        chunks.flatMap {
            $0.content.text.split(whereSeparator: \.isNewline).map { CitedPassage.Line(text: String($0)) }
        }
    }

    private func missing(_ number: Int, _ turn: Turn) -> AssistantError {
        let numbers = turn.snippets.map { String($0.number) }
        if turn.text == nil || numbers.isEmpty {
            return AssistantError(
                .sourceNotFound,
                "the document that this was answered from was removed or replaced, and its passages went with it; ask again"
            )
        }
        return AssistantError(
            .sourceNotFound, "the answer has no source \(number); it has \(numbers.joined(separator: ", "))")
    }
}
