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

    /// A file of this format in a sentence: "a Word document (DOCX)".
    package var noun: String { traits.noun }

    /// What to do with a file of this format where it is not read.
    package var advice: String { traits.advice ?? ForeignFormat.none }

    /// Whether the source of such a file is fit to be read as plain text where the format has no reader of its own.
    package var readsAsText: Bool { traits.advice == nil }
}
