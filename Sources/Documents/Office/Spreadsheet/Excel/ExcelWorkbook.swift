/// A workbook: its sheets, and what they share.
///
/// Source: ECMA-376, part 1, 18.2, 18.4 and 18.8.
struct ExcelWorkbook {
    /// A sheet in the order of the workbook.
    struct Sheet {
        var name: String
        var part: String
        var isHidden: Bool
    }

    private(set) var sheets: [Sheet] = []
    /// The texts that cells refer to by their number.
    private(set) var strings: [String] = []
    let epoch: NumberFormat.Epoch
    /// The format of each style of cells; nil for numbers as they are.
    private var formats: [NumberFormat?] = []

    init(_ package: OfficePackage) throws {
        let part = try package.mainPart(usually: "xl/workbook.xml")
        let relationships = try package.relationships(of: part)
        let root = try package.tree(part)
        epoch = root?.child("workbookPr")?.isOn(attribute: "date1904") == true ? .from1904 : .from1900
        var known: Set<String> = []
        for element in root?.child("sheets")?.children("sheet") ?? [] {
            let name = element["name"] ?? ""
            guard let part = relationships[element.attribute("id", in: "/relationships")], known.insert(part).inserted
            else {
                package.note(.damaged, "the sheet \(name) in it is missing")
                continue
            }
            let isHidden = ["hidden", "veryHidden"].contains(element["state"])
            sheets.append(Sheet(name: name, part: part, isHidden: isHidden))
        }
        if let part = relationships.first("sharedStrings") {
            try package.read(part, parts: ["si"]) { strings.append(Self.text(of: $0)) }
        }
        readFormats(try package.tree(relationships.first("styles")))
    }

    private mutating func readFormats(_ root: XMLTreeElement?) {
        var codes: [Int: NumberFormat] = [:]
        for element in root?.child("numFmts")?.children("numFmt") ?? [] {
            guard let id = element["numFmtId"].flatMap({ Int($0) }), let code = element["formatCode"] else { continue }
            codes[id] = NumberFormat(code)
        }
        for element in root?.child("cellXfs")?.children("xf") ?? [] {
            let id = element["numFmtId"].flatMap { Int($0) } ?? 0
            formats.append(id == 0 ? nil : codes[id] ?? NumberFormat.builtIn(id))
        }
    }

    /// The format of a style of cells; nil for numbers as they are.
    func format(_ style: String?) -> NumberFormat? {
        guard let index = style.flatMap({ Int($0) }), formats.indices.contains(index) else { return nil }
        return formats[index]
    }

    /// The text of a string item, without the reading aids of East Asian texts.
    static func text(of item: XMLTreeElement) -> String {
        var result = ""
        for child in item.children {
            switch child.name {
            case "t": result += child.text
            case "r": result += child.child("t")?.text ?? ""
            default: break
            }
        }
        let mayBeEscaped = result.utf8.contains(UInt8(ascii: "_")) && result.contains("_x00")
        return mayBeEscaped ? unescaped(result) : result
    }

    /// Characters that XML cannot hold are written as `_x000D_`; those are line ends and other controls.
    private static func unescaped(_ text: String) -> String {
        text.replacing(/_x00([0-9A-Fa-f]{2})_/) { match in
            UInt8(match.1, radix: 16).map { $0 < 0x20 ? "" : String(Unicode.Scalar($0)) } ?? ""
        }
    }
}
