import Documents
import Foundation

/// Makes small files of office programs and books from hand-written XML.
enum OfficeFixture {
    /// A Word document.
    ///
    /// - Parameters:
    ///   - body: what is in `w:body`.
    ///   - parts: further parts by their name in the folder `word`, such as "styles.xml", with what is in their root.
    static func word(_ body: String, parts: [String: String] = [:], isStrict: Bool = false) -> Data {
        let main = isStrict ? "http://purl.oclc.org/ooxml/wordprocessingml/main" : wordNamespace
        let relations =
            isStrict
            ? "http://purl.oclc.org/ooxml/officeDocument/relationships" : relationshipsNamespace
        func root(_ name: String, _ content: String) -> String {
            """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:\(name) xmlns:w="\(main)" xmlns:r="\(relations)" \
            xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" \
            xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:c="urn:chart" xmlns:a="urn:a">\
            \(content)</w:\(name)>
            """
        }
        var members: [(name: String, text: String)] = [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", relationships([("a", "officeDocument", "word/document.xml")], base: relations)),
            ("word/document.xml", root("document", "<w:body>\(body)</w:body>")),
        ]
        var links: [(String, String, String)] = []
        for (name, content) in parts.sorted(by: { $0.key < $1.key }) {
            let stem = String(name.prefix { $0 != "." })
            let kind = String((stem.split(separator: "/").last ?? "").prefix { !$0.isNumber })
            links.append((stem, kind, name))
            members.append(("word/\(name)", kind == "chart" || kind == "core" ? content : root(kind, content)))
        }
        members.append(("word/_rels/document.xml.rels", relationships(links, base: relations)))
        return ZipFixture.make(members)
    }

    /// An Excel workbook.
    ///
    /// - Parameters:
    ///   - sheets: the name of each sheet, its further attributes and what is in its root.
    ///   - strings: what is in each item of the shared strings.
    ///   - styles: what is in the root of the styles.
    ///   - parts: further parts by their full name, with their XML.
    static func excel(
        _ sheets: [(name: String, attributes: String, content: String)], strings: [String] = [], styles: String = "",
        workbook: String = "", parts: [(name: String, text: String)] = []
    ) -> Data {
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        var links = [("s", "styles", "styles.xml"), ("t", "sharedStrings", "/xl/sharedStrings.xml")]
        var list = ""
        var members: [(name: String, text: String)] = [("[Content_Types].xml", "<Types/>")]
        for (index, sheet) in sheets.enumerated() {
            links.append(("r\(index)", "worksheet", "worksheets/sheet\(index).xml"))
            list += "<sheet name=\"\(sheet.name)\" r:id=\"r\(index)\" \(sheet.attributes)/>"
            members.append(("xl/worksheets/sheet\(index).xml", "<worksheet \(main)>\(sheet.content)</worksheet>"))
        }
        members += [
            (
                "xl/workbook.xml",
                "<workbook \(main) xmlns:r=\"\(relationshipsNamespace)\">\(workbook)<sheets>\(list)</sheets></workbook>"
            ),
            ("xl/_rels/workbook.xml.rels", relationships(links)),
            ("xl/styles.xml", "<styleSheet \(main)>\(styles)</styleSheet>"),
            ("xl/sharedStrings.xml", "<sst \(main)>\(strings.map { "<si>\($0)</si>" }.joined())</sst>"),
        ]
        return ZipFixture.make(members + parts)
    }

    /// A PowerPoint presentation.
    ///
    /// - Parameters:
    ///   - slides: what is in the tree of shapes of each slide; one that begins with `HIDDEN` is not shown.
    ///   - notes: the shapes of the first slide's notes.
    ///   - order: the slides in the order of the presentation, nil for that of the files.
    ///   - parts: further parts by their full name, with their XML.
    static func powerPoint(
        _ slides: [String], notes: String? = nil, order: [Int]? = nil, parts: [(name: String, text: String)] = []
    ) -> Data {
        let names =
            "xmlns:p=\"urn:p\" xmlns:a=\"urn:a\" xmlns:d=\"urn:d\" xmlns:r=\"\(relationshipsNamespace)\" "
            + "xmlns:mc=\"urn:mc\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""
        func tree(_ name: String, _ attributes: String, _ content: String) -> String {
            "<p:\(name) \(names) \(attributes)><p:cSld><p:spTree>\(content)</p:spTree></p:cSld></p:\(name)>"
        }
        var members: [(name: String, text: String)] = [("[Content_Types].xml", "<Types/>")]
        for (index, slide) in slides.enumerated() {
            let isHidden = slide.hasPrefix("HIDDEN")
            let content = isHidden ? String(slide.dropFirst(6)) : slide
            members.append(("ppt/slides/slide\(index).xml", tree("sld", isHidden ? "show=\"0\"" : "", content)))
        }
        let list = (order ?? Array(slides.indices)).map { "<p:sldId id=\"\(256 + $0)\" r:id=\"r\($0)\"/>" }.joined()
        let links = slides.indices.map { ("r\($0)", "slide", "slides/slide\($0).xml") }
        members += [
            ("ppt/presentation.xml", "<p:presentation \(names)><p:sldIdLst>\(list)</p:sldIdLst></p:presentation>"),
            ("ppt/_rels/presentation.xml.rels", relationships(links)),
        ]
        if let notes {
            let link = relationships([("n", "notesSlide", "../notesSlides/notes0.xml")])
            members += [
                ("ppt/slides/_rels/slide0.xml.rels", link),
                ("ppt/notesSlides/notes0.xml", tree("notes", "", notes)),
            ]
        }
        return ZipFixture.make(members + parts)
    }

    /// A part of relationships: id, kind and target of each.
    static func relationships(_ all: [(id: String, kind: String, target: String)], base: String? = nil) -> String {
        let elements = all.map {
            "<Relationship Id=\"\($0.id)\" Type=\"\(base ?? relationshipsNamespace)/\($0.kind)\" Target=\"\($0.target)\"/>"
        }
        return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + "\(elements.joined())</Relationships>"
    }

    /// A paragraph of Word with one run.
    static func p(_ text: String, style: String? = nil, properties: String = "") -> String {
        let named = style.map { "<w:pStyle w:val=\"\($0)\"/>" } ?? ""
        return "<w:p><w:pPr>\(named)\(properties)</w:pPr><w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>"
    }

    static let wordNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    static let relationshipsNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
}

/// Changes bytes at random and reads what comes of it: each time it must end with text or a clear error.
func survivesMutations(of original: Data, name: String, rounds: Int = 300) async throws -> Bool {
    var generator = SeededGenerator(seed: 11)
    for round in 0..<rounds {
        var bytes = [UInt8](original)
        if round % 4 == 1 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
        for _ in 0..<(round % 4 == 1 ? 0 : 1 + round % 12) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch round % 3 {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 1: bytes[place] = Array("<>/\"&;9-0A[".utf8).randomElement(using: &generator) ?? 0
            default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
            }
        }
        do {
            let document = try await DocumentReaders.standard.read(Data(bytes), name: name)
            if document.blocks.isEmpty { return false }
        } catch {
            guard error is DocumentError else { return false }
        }
    }
    return true
}
