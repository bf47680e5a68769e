extension WordBody {
    /// Reads the text in a drawing: boxes, charts and diagrams.
    func readBox(_ drawing: XMLTreeElement) throws {
        if drawing.name == "txbxContent" { return try readBlocks(in: drawing, isInFrame: true) }
        if let graphic = try Graphic(drawing, relationships: relationships, package: package) {
            return try graphic.write(to: &writer, at: location(nil))
        }
        if drawing.name == "AlternateContent" {
            try drawing.chosenAlternative.map(readBox)
        } else {
            for child in drawing.children { try readBox(child) }
        }
    }

    /// Adds the texts of headers and footers, each once, without those that are only numbers.
    func readPageEdges() throws {
        var known: Set<String> = []
        for part in Set(relationships.all(["header", "footer"])).sorted() {
            var lines: [WordText] = []
            try package.read(part, parts: ["p", "AlternateContent"]) { element in
                let paragraphs = element.name == "p" ? [element] : element.chosenAlternative?.children("p") ?? []
                for paragraph in paragraphs { lines.append(inline.text(of: paragraph, isInFrame: true)) }
            }
            for line in lines where line.shown.contains(where: \.isLetter) {
                let words = line.shown.filter { !$0.isNumber && !$0.isWhitespace }
                if known.insert(words).inserted { try writer.append(.paragraph, line.shown) }
            }
        }
    }
}
