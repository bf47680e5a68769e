internal import Documents
internal import Library

/// What was taken from a file, for people.
struct LedgerText {
    private let file: LibraryFile

    init(_ file: LibraryFile) { self.file = file }

    /// Writes the file's name, a line of what was taken, one of what was left, and what went wrong.
    func write(to console: Console) throws {
        try console.paragraph(file.file.name, indent: 3, as: .bold)
        if let ledger = file.ledger {
            try console.paragraph("   \(Self.taken(ledger))", indent: 3)
            let left = Self.left(ledger)
            if !left.isEmpty { try console.paragraph("   left out: \(left)", indent: 3) }
        } else {
            try console.paragraph("   read by an older Bespoke, which kept no account; add it again for one", indent: 3)
        }
        for diagnostic in file.diagnostics {
            let place = diagnostic.location?.description ?? ""
            try console.paragraph(
                "   \(diagnostic.severity.rawValue): \(diagnostic.message)\(place.isEmpty ? "" : " (\(place))")",
                indent: 6, as: diagnostic.severity == .note ? .faint : .yellow)
        }
    }

    private static func taken(_ ledger: ExtractionLedger) -> String {
        var parts: [String] = []
        if let pages = ledger.pages { parts.append(Quantity.count(pages, "page")) }
        parts.append(Quantity.count(ledger.characters, "character"))
        if ledger.tables > 0 { parts.append(Quantity.count(ledger.tables, "table")) }
        return parts.joined(separator: ", ")
    }

    private static func left(_ ledger: ExtractionLedger) -> String {
        var parts: [String] = []
        if let pages = ledger.pages, !ledger.emptyPages.isEmpty {
            let numbers = PageList.text(ledger.emptyPages)
            parts.append("\(ledger.emptyPages.count) of \(Quantity.count(pages, "page")) without text (\(numbers))")
        }
        parts += ledger.omissions.map { omission in
            switch omission.kind {
            case .pictures: Quantity.count(omission.count, "picture")
            case .navigation: "\(Quantity.count(omission.count, "character")) of navigation and banners"
            case .hiddenText: "\(Quantity.count(omission.count, "character")) that a reader does not see"
            case .runningLines:
                Quantity.count(omission.count, "running head or page number", "running heads and page numbers")
            }
        }
        return parts.joined(separator: ", ")
    }
}
