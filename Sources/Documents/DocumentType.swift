/// A format of documents. Which of them are read follows from the readers that ``DocumentReaders`` has.
public enum DocumentType: String, Sendable, Codable, CaseIterable {
    case markdown, plainText, html, pdf
    case docx, xlsx, pptx, odt, ods, odp, epub, rtf
    case mhtml, eml, msg, mbox
    case restructuredText, asciiDoc, org, latex
    case csv, tsv, json, jsonLines, yaml, xml, notebook
    case srt, vtt
    case swift, python, javaScript, typeScript, go, rust, c, cPlusPlus, java, code
    case zip, tar, sevenZip
    case png, jpeg, tiff, webp
}

extension DocumentType {
    /// The format as people call it: "Markdown", "plain text", "Word (DOCX)".
    public var name: String { traits.name }

    /// The endings of file names of this format, in small letters and without the dot; the usual one first.
    public var fileExtensions: [String] { traits.extensions }

    /// Images that seldom are of text, unlike TIFF, which is mostly scanned.
    package static let pictures: [DocumentType] = [.png, .jpeg, .webp]

    private static let pictureExtensions = Set(pictures.flatMap(\.fileExtensions))

    /// Whether a file's name is that of such an image.
    package static func isPicture(named name: some StringProtocol) -> Bool {
        name.lastIndex(of: ".").map { pictureExtensions.contains(name[name.index(after: $0)...].lowercased()) } ?? false
    }

    /// Whether files can be in it that are documents of their own.
    package var mayHaveChildren: Bool { [.zip, .tar, .sevenZip, .eml, .mbox, .msg].contains(self) }

    /// Whether files of this format are text, which its name can tell from other texts.
    package var isText: Bool { traits.isText }
}
