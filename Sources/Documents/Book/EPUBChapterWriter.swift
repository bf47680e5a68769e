internal import Foundation

/// Reads the chapters of a book into blocks.
struct EPUBChapterWriter {
    private(set) var blocks = BlockWriter()
    private let package: OfficePackage
    private let contents: EPUBContents
    /// The title of the chapter that the reading is in.
    private var chapter: String?

    init(package: OfficePackage, contents: EPUBContents) {
        self.package = package
        self.contents = contents
    }

    /// Adds a part of the book.
    mutating func write(_ part: String) throws {
        guard let data = try package.data(of: part) else {
            return package.note(.damaged, "\(part) in it is missing")
        }
        let text = TextDecoder().decode(data, stated: HTMLCharset.stated(in: data))
        for diagnostic in text.diagnostics { package.add(diagnostic) }
        let page = try HTMLParser(cancellation: package.cancellation).parse(text.bytes[...])
        if let problem = page.problem { package.note(.limitExceeded, "\(part) in it is read in part: \(problem)") }
        let entries = contents.entries[part] ?? []
        let places = places(of: entries, in: page.pieces)
        if let first = entries.first(where: { !$0.isInside }) ?? (places.isEmpty ? entries.first : nil) {
            chapter = first.title
            blocks.closeSections()
        }
        for (index, piece) in page.pieces.enumerated() {
            if let title = places[index] { chapter = title }
            try blocks.append(piece, at: Location(chapter: chapter))
        }
    }

    /// Where chapters begin inside of a part: at the headings with their titles.
    private func places(of entries: [EPUBContents.Entry], in pieces: [HTMLPiece]) -> [Int: String] {
        guard !entries.isEmpty else { return [:] }
        var titles: [String: String] = [:]
        for entry in entries { titles[Self.letters(entry.title)] = entry.title }
        var places: [Int: String] = [:]
        for (index, piece) in pieces.enumerated() {
            guard case .heading = piece.kind, let title = titles[Self.letters(piece.text)] else { continue }
            places[index] = title
        }
        return places
    }

    private static func letters(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
