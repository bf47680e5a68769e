/// A page after parsing.
struct HTMLPage {
    var title: String?
    /// The address that the page says it has, as it is written there.
    var canonicalAddress: String?
    var pieces: [HTMLPiece] = []
    /// Pictures, of which only the alternative text is read.
    var pictureCount = 0
    /// What stands beside the content.
    var regions = HTMLRegions()
    /// Why parsing stopped before the end, if it did.
    var problem: String?
}

/// A block of a page before it has its headings.
struct HTMLPiece {
    enum Kind: Equatable {
        case heading(Int)
        case block(Block.Kind)
    }

    var kind: Kind
    var text: String
    var location: Location
    var isHidden: Bool
    /// The part of the page beside its content that it may be in.
    var region: Int?

    /// Adds the piece to a document, its lines moved down by `lines`.
    func append(to collector: inout BlockCollector, movedBy lines: Int = 0) throws {
        var location = location
        if let range = location.lines { location.lines = range.lowerBound + lines...range.upperBound + lines }
        switch kind {
        case .heading(let level) where !isHidden: try collector.appendHeading(text, level: level, at: location)
        case .heading: try collector.append(.paragraph, text, at: location, isHidden: true)
        case .block(let kind): try collector.append(kind, text, at: location, isHidden: isHidden)
        }
    }
}
