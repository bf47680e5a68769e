/// Builds the pieces of a page from the parser's events.
struct HTMLPageBuilder {
    private var page = HTMLPage()
    private var open: [OpenElement] = [OpenElement()]
    private var shown = FlowText()
    private var unseen = FlowText()
    private var titleText = FlowText()
    private var tables: [HTMLTable] = []
    private var styles = HTMLStyle()
    /// The next number of each open list, nil for bullets.
    private var lists: [Int?] = []
    /// What the next paragraph is, and its number, if a list item has just begun.
    private var item: (isPending: Bool, number: Int?) = (false, nil)

    private struct OpenElement {
        var element = HTMLElement.inline
        var visibility = HTMLVisibility()
        var isDropped = false
        var isPreformatted = false
        var isTitle = false
        var isLink = false
        var place = HTMLRegions.Place()
    }

    private var current: OpenElement { open[open.count - 1] }

    mutating func open(_ name: String, _ attributes: HTMLAttributes, line: Int) {
        var next = current
        next.element = HTMLElement(name: name)
        for (name, value) in attributes.values {
            for effect in styles.effects(of: name, value: value) { next.visibility.apply(effect) }
        }
        if next.element == .dropped { next.isDropped = true }
        if next.element == .hidden { next.visibility.remove() }
        if name == "a" { next.isLink = attributes["href"] != nil }
        if name == "link" { readLink(attributes) }
        if next.element != .inline { begin(next, attributes, line: line) }
        // What begins a part of the page is a block, before which the text so far has become a piece.
        if next.element == .block || next.element == .unorderedList || next.element == .orderedList {
            next.place = page.regions.place(of: name, attributes, in: next.place)
        }
        if next.element == .preformatted { next.isPreformatted = true }
        if next.element == .title, !next.isDropped, page.title == nil { next.isTitle = true }
        open.append(next)
    }

    mutating func close(line: Int) {
        guard let closed = open.last, open.count > 1 else { return }
        defer { open.removeLast() }
        switch closed.element {
        case .inline, .dropped, .hidden, .image, .lineBreak: break
        case .title:
            if closed.isTitle { page.title = titleText.take()?.text.asTitle }
        case .heading(let level): flush(as: .heading(level), line: line)
        case .preformatted: flush(as: .block(.code), line: line)
        case .tableCell: endCell(line: line)
        case .tableRow: endRow(line: line)
        case .table: endTable(line: line)
        case .orderedList, .unorderedList:
            boundary(line: line)
            _ = lists.popLast()
        case .listItem:
            boundary(line: line)
            item = (false, nil)
        case .block: boundary(line: line)
        }
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>, endLine: Int) {
        let element = current
        if element.isDropped { return }
        if element.isTitle { return titleText.append(text, isPreformatted: false, endLine: endLine) }
        if element.visibility.isHidden {
            unseen.append(text, isPreformatted: false, endLine: endLine)
        } else {
            shown.append(text, isPreformatted: element.isPreformatted, endLine: endLine)
            let visible = text.reduce(0) { $0 + ($1 > 0x20 ? 1 : 0) }
            page.regions.count(visible, isLink: element.isLink, in: element.place)
        }
    }

    private mutating func readLink(_ attributes: HTMLAttributes) {
        guard page.canonicalAddress == nil, attributes["rel"]?.lowercased() == "canonical",
            let address = attributes["href"], !address.isEmpty, address.utf8.count <= 2_048
        else { return }
        page.canonicalAddress = address
    }

    mutating func finish(line: Int) -> HTMLPage {
        while open.count > 1 { close(line: line) }
        flush(as: .block(.paragraph), line: line)
        return page
    }

    private mutating func begin(_ next: OpenElement, _ attributes: HTMLAttributes, line: Int) {
        switch next.element {
        case .inline, .dropped, .title, .hidden: break
        case .lineBreak: if !next.isDropped { shown.breakLine() }
        case .image:
            if !next.isDropped { page.pictureCount += 1 }
            guard let alt = attributes["alt"], !alt.isEmpty, !next.isDropped, !next.visibility.isHidden else { break }
            var alternative = alt
            alternative.withUTF8 { append($0, endLine: line) }
        case .orderedList:
            boundary(line: line)
            lists.append(attributes["start"].flatMap { Int($0) } ?? 1)
        case .unorderedList:
            boundary(line: line)
            lists.append(nil)
        case .listItem:
            boundary(line: line)
            item = (true, lists.last ?? nil)
            if let number = item.number, number < Int.max, !lists.isEmpty { lists[lists.count - 1] = number + 1 }
        case .heading:
            tables.indices.last.map { layOut($0, line: line) }
            boundary(line: line)
        case .table:
            tables.indices.last.map { layOut($0, line: line) }
            boundary(line: line)
            tables.append(HTMLTable(firstLine: line))
        case .tableRow: boundary(line: line)
        case .tableCell:
            boundary(line: line)
            if !tables.isEmpty { tables[tables.count - 1].isInCell = true }
        case .preformatted, .block: boundary(line: line)
        }
    }

    /// The end of a paragraph; inside a cell of a table only a space.
    private mutating func boundary(line: Int) {
        guard let table = tables.last, table.isInCell, !table.isLayout else {
            return flush(as: .block(.paragraph), line: line)
        }
        // A cell with this much text in it is a part of a page's layout.
        if shown.count > 2_000 {
            layOut(tables.count - 1, line: line)
            flush(as: .block(.paragraph), line: line)
        } else {
            shown.breakWord()
        }
    }

    private mutating func flush(as kind: HTMLPiece.Kind, line: Int) {
        if let table = tables.last, table.isInCell, !table.isLayout { return shown.breakWord() }
        if let (text, lines) = shown.take() {
            var piece = HTMLPiece(
                kind: kind, text: text, location: Location(lines: lines), isHidden: false,
                region: current.place.region)
            if item.isPending, kind == .block(.paragraph) {
                piece.kind = .block(.listItem)
                if let number = item.number { piece.text = "\(number). \(text)" }
                item = (false, nil)
            }
            page.pieces.append(piece)
        }
        flushUnseen()
    }

    private mutating func flushUnseen() {
        guard let (text, lines) = unseen.take() else { return }
        page.pieces.append(
            HTMLPiece(
                kind: .block(.paragraph), text: text, location: Location(lines: lines), isHidden: true,
                region: current.place.region))
    }

    // MARK: Tables

    private mutating func endCell(line: Int) {
        guard let index = tables.indices.last, tables[index].isInCell else { return boundary(line: line) }
        if tables[index].isLayout {
            flush(as: .block(.paragraph), line: line)
        } else {
            tables[index].add(cell: shown.take()?.text ?? "")
        }
        tables[index].isInCell = false
    }

    private mutating func endRow(line: Int) {
        guard let index = tables.indices.last else { return boundary(line: line) }
        tables[index].endRow(line: line)
    }

    private mutating func endTable(line: Int) {
        guard tables.last != nil else { return boundary(line: line) }
        tables[tables.count - 1].isInCell = false
        // Text between the rows, which browsers show before the table.
        flush(as: .block(.paragraph), line: line)
        if var table = tables.popLast() {
            table.endRow(line: line)
            append(table.piece)
        }
        flushUnseen()
    }

    /// Turns a table into a frame for what is in it: its rows so far become a piece, its further cells paragraphs.
    private mutating func layOut(_ index: Int, line: Int) {
        guard !tables[index].isLayout, tables[index].isInCell else { return }
        tables[index].endRow(line: line)
        append(tables[index].piece)
        tables[index].isLayout = true
    }

    private mutating func append(_ table: HTMLPiece?) {
        guard var table else { return }
        table.region = current.place.region
        page.pieces.append(table)
    }
}
