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
