/// A slide of a presentation with its notes.
///
/// Source: ECMA-376, part 1, 19.3.
struct PowerPointSlide {
    private let package: OfficePackage
    private let relationships: Relationships
    private let location: Location
    private let isHidden: Bool
    private let shapes: [PowerPointShape]
    private let notes: [PowerPointShape]

    /// Reads a slide; nil if there is no such part.
    init?(_ part: String, package: OfficePackage, location: Location) throws {
        guard let root = try package.tree(part) else { return nil }
        self.package = package
        self.location = location
        relationships = try package.relationships(of: part)
        isHidden = root["show"].map { ["0", "false"].contains($0) } ?? false
        shapes = PowerPointShape.shapes(in: root)
        let notesRoot = try package.tree(relationships.first("notesSlide"))
        // The other shapes of a page of notes are a picture of the slide and running heads.
        notes = notesRoot.map(PowerPointShape.shapes)?.filter { $0.role == .body } ?? []
    }

    /// Adds the title, what is on the slide, then the notes.
    func write(to writer: inout BlockWriter) throws {
        writer.closeSections()
        // A title counts first wherever it stands in the file.
        for shape in shapes where shape.role == .title { try write(shape, to: &writer) }
        for shape in shapes where shape.role != .title { try write(shape, to: &writer) }
        for comment in try package.comments(of: relationships) {
            try writer.append(.paragraph, comment.text, at: location, isHidden: true)
        }
        for shape in notes {
            for paragraph in shape.paragraphs {
                try writer.append(.paragraph, paragraph.text, at: location, isHidden: isHidden)
            }
        }
    }

    private func write(_ shape: PowerPointShape, to writer: inout BlockWriter) throws {
        let isHidden = isHidden || shape.isHidden
        switch shape.role {
        case .runningHead: break
        case .title:
            let text = shape.paragraphs.map(\.text).joined(separator: " ")
            try writer.appendHeading(text, level: 1, at: location, isHidden: isHidden)
        case .body, .free:
            for paragraph in shape.listed() {
                let kind = paragraph.isListItem ? Block.Kind.listItem : .paragraph
                try writer.append(kind, paragraph.text, at: location, isHidden: isHidden)
            }
        }
        if let table = shape.table { try write(table, isHidden, to: &writer) }
        for element in shape.graphics {
            let graphic = try Graphic(element, relationships: relationships, package: package)
            try graphic?.write(to: &writer, at: location, isHidden: isHidden)
        }
        if let text = shape.alternativeText {
            try writer.append(.paragraph, text, at: location, isHidden: isHidden)
        }
    }

    private func write(_ table: XMLTreeElement, _ isHidden: Bool, to writer: inout BlockWriter) throws {
        var blocks = TableBlocks(isHidden: isHidden)
        for (index, row) in table.children("tr").enumerated() {
            var cells: [(column: Int, text: String)] = []
            for (column, cell) in row.children("tc").enumerated() {
                // Cells that another is merged over are there, with what they held before.
                if cell.isOn(attribute: "hMerge") || cell.isOn(attribute: "vMerge") { continue }
                let text = BlockWriter.trimmed(DrawingText.paragraphs(in: cell).joined(separator: "\n"))
                if !text.isEmpty { cells.append((column, text)) }
            }
            try blocks.append(
                TableBlocks.Row(cells: cells, location: location), isHeader: index == 0, to: &writer)
        }
        try blocks.flush(to: &writer)
    }
}
