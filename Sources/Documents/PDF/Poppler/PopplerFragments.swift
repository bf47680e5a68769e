/// What `pdftohtml -xml` prints: pieces of text with their places and fonts, and the document's outline.
struct PopplerFragments {
    /// The pieces of each page, by its number.
    private(set) var pages: [Int: [StyledFragment]] = [:]
    private(set) var outline: [OutlineItem] = []

    /// The pixels of a point that the program is asked for; it takes no more.
    static let zoom: Float = 3

    private var fonts: [String: (style: TextStyle, isPale: Bool)] = [:]
    private var page = 0
    private var size: (width: Float, height: Float) = (0, 0)

    init() {}

    init(_ output: [UInt8]) {
        var xml = PopplerXML(output)
        var depth = 0
        while let tag = xml.next() {
            if xml.isNamed(tag, "text"), !tag.isClosing {
                append(readFragment(tag, &xml))
            } else if xml.isNamed(tag, "fontspec") {
                readFont(tag, xml)
            } else if xml.isNamed(tag, "page"), !tag.isClosing {
                page = Int(xml.number("number", of: tag))
                size = (xml.number("width", of: tag) / Self.zoom, xml.number("height", of: tag) / Self.zoom)
            } else if xml.isNamed(tag, "outline") {
                depth += tag.isClosing ? -1 : 1
            } else if xml.isNamed(tag, "item"), !tag.isClosing {
                let number = Int(xml.number("page", of: tag))
                guard let end = xml.next() else { break }
                outline.append(OutlineItem(title: xml.text(end.textBefore), page: number, depth: max(1, depth)))
            }
        }
    }

    private mutating func append(_ fragment: StyledFragment) { pages[page, default: []].append(fragment) }

    private mutating func readFont(_ tag: PopplerXML.Tag, _ xml: PopplerXML) {
        let family = xml.string("family", of: tag)?.lowercased() ?? ""
        var style = TextStyle(size: xml.number("size", of: tag) / Self.zoom)
        style.isBold = FontName.isBold(family)
        style.isMonospaced = FontName.isMonospaced(family)
        let color = xml.string("color", of: tag).flatMap { UInt32($0.dropFirst(), radix: 16) } ?? 0
        fonts[xml.string("id", of: tag) ?? ""] = (style, StyledFragment.isPale(color))
    }

    private func readFragment(_ tag: PopplerXML.Tag, _ xml: inout PopplerXML) -> StyledFragment {
        let zoom = Self.zoom
        let left = xml.number("left", of: tag) / zoom
        let top = xml.number("top", of: tag) / zoom
        let box = PageBox(
            left: left, top: top, right: left + xml.number("width", of: tag) / zoom,
            bottom: top + xml.number("height", of: tag) / zoom)
        let font = fonts[xml.string("font", of: tag) ?? ""]
        var fragment = StyledFragment(box: box, style: font?.style ?? TextStyle(), isPale: font?.isPale ?? false)
        let isOutside = box.left >= size.width || box.top >= size.height || box.right < 0 || box.bottom < 0
        var bolds = 0
        var isBold = true
        while let part = xml.next() {
            let text = xml.text(part.textBefore)
            if isOutside { fragment.outsideText += text }
            if bolds == 0, text.utf8.contains(where: { !$0.isSpace }) { isBold = false }
            if xml.isNamed(part, "b") { bolds += part.isClosing ? -1 : 1 }
            if xml.isNamed(part, "text") { break }
        }
        fragment.style.isBold = fragment.style.isBold || isBold
        return fragment
    }
}

/// A piece of text, where it stands and how it looks.
struct StyledFragment: Sendable {
    var box: PageBox
    var style: TextStyle
    /// Whether its colour is hardly one on white paper.
    var isPale: Bool
    /// The text of a piece that stands outside of the page.
    var outsideText = ""

    /// Whether a colour, as 0xRRGGBB, is white or nearly so.
    static func isPale(_ color: UInt32) -> Bool {
        (color >> 16) & 0xFF >= 230 && (color >> 8) & 0xFF >= 230 && color & 0xFF >= 230
    }
}

/// What the name of a font tells about it; all names are in small letters.
enum FontName {
    private static let bold = ["bold", "black", "heavy", "demi", "cmbx", "sfbx", "-medi"]
    private static let monospaced = [
        "mono", "courier", "consol", "typewriter", "cmtt", "sftt", "menlo", "fixed", "terminal", "lettergothic", "code",
    ]

    static func isBold(_ name: String) -> Bool { bold.contains { name.contains($0) } }
    static func isMonospaced(_ name: String) -> Bool {
        monospaced.contains { name.contains($0) } && !name.contains("monotype") && !name.contains("barcode")
    }
}
