/// Writes the cells of a notebook as blocks. Source: nbformat.readthedocs.io, "The notebook file format".
struct NotebookWriter {
    private let cancellation: Cancellation
    private(set) var collector = BlockCollector()

    init(cancellation: Cancellation) { self.cancellation = cancellation }

    mutating func write(_ cell: DataNode) throws {
        let source = NotebookText(cell["source"] ?? cell["input"])
        switch cell["cell_type"]?.text {
        case "markdown": try writeMarkdown(source)
        case "heading":
            let level = cell["level"]?.text.flatMap { Int($0) } ?? 1
            try collector.appendHeading(source.text.onOneLine, level: min(6, max(1, level)), at: source.location)
        case "code": try collector.append(.code, source.text.trimmingLineEnds, at: source.location)
        default: try collector.append(.paragraph, source.text.trimmingLineEnds, at: source.location)
        }
        for output in cell["outputs"]?.items ?? [] { try writeOutput(output) }
    }

    private mutating func writeMarkdown(_ source: NotebookText) throws {
        let text = SourceText(bytes: Array(source.text.utf8))
        var parser = MarkdownParser(text: text, cancellation: cancellation)
        try parser.parse()
        for block in parser.collector.blocks {
            let location = source.location(of: block.location.lines)
            if block.kind == .heading, let level = block.level {
                try collector.appendHeading(block.text, level: level, at: location)
            } else {
                try collector.append(block.kind, block.text, at: location, isHidden: block.isHidden)
            }
        }
    }

    // MARK: Outputs

    private mutating func writeOutput(_ output: DataNode) throws {
        switch output["output_type"]?.text {
        case "stream": try writeText(output["text"])
        case "error", "pyerr":
            let traceback = NotebookText(output["traceback"], separator: "\n")
            if !traceback.text.isEmpty { return try writeText(traceback) }
            let parts = [output["ename"]?.text, output["evalue"]?.text].compactMap(\.self)
            try collector.append(.code, parts.joined(separator: ": "), at: output.location)
        default:
            // In nbformat 3 the kinds of data stand in the output itself.
            let data = output["data"] ?? output
            if let html = data["text/html"] ?? data["html"], try writeHTML(html) { return }
            if let markdown = data["text/markdown"] { return try writeMarkdown(NotebookText(markdown)) }
            try writeText(data["text/plain"] ?? data["text"] ?? data["text/latex"] ?? data["latex"])
        }
    }

    private mutating func writeText(_ node: DataNode?) throws { try writeText(NotebookText(node)) }

    private mutating func writeText(_ text: NotebookText) throws {
        let clean = ControlCharacters.cleaned(Array(text.text.utf8)).text
        try collector.append(.code, String(decoding: clean, as: UTF8.self).trimmingLineEnds, at: text.location)
    }

    /// Writes what a page in an output shows.
    ///
    /// - Returns: whether it shows any text.
    private mutating func writeHTML(_ node: DataNode) throws -> Bool {
        let source = NotebookText(node)
        let page = try HTMLParser(cancellation: cancellation).parse(Array(source.text.utf8)[...])
        let shown = page.pieces.filter { !$0.isHidden }
        for piece in shown {
            guard case .block(let kind) = piece.kind else {
                try collector.append(.paragraph, piece.text, at: source.location(of: piece.location.lines))
                continue
            }
            try collector.append(kind, piece.text, at: source.location(of: piece.location.lines))
        }
        return !shown.isEmpty
    }
}
