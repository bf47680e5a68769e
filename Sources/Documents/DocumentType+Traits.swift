/// What there is to say about a format.
struct DocumentTraits {
    var name: String
    var extensions: [String]
    /// Whether its files are text.
    var isText: Bool

    init(_ name: String, _ extensions: [String], isText: Bool = true) {
        self.name = name
        self.extensions = extensions
        self.isText = isText
    }
}

extension DocumentType {
    /// What there is to say about it.
    var traits: DocumentTraits {
        switch self {
        case .markdown: DocumentTraits("Markdown", ["md", "markdown", "mdown", "mkd", "mkdn", "mdx", "rmd", "qmd"])
        case .plainText: DocumentTraits("plain text", ["txt", "text"])
        case .html: DocumentTraits("HTML", ["html", "htm", "xhtml", "xht"])
        case .pdf: DocumentTraits("PDF", ["pdf"], isText: false)
        case .docx: DocumentTraits("Word (DOCX)", ["docx", "docm", "dotx", "dotm"], isText: false)
        case .xlsx: DocumentTraits("Excel (XLSX)", ["xlsx", "xlsm", "xltx", "xltm"], isText: false)
        case .pptx:
            DocumentTraits("PowerPoint (PPTX)", ["pptx", "pptm", "ppsx", "ppsm", "potx", "potm"], isText: false)
        case .odt: DocumentTraits("OpenDocument text (ODT)", ["odt", "ott"], isText: false)
        case .ods: DocumentTraits("OpenDocument spreadsheet (ODS)", ["ods", "ots"], isText: false)
        case .odp: DocumentTraits("OpenDocument presentation (ODP)", ["odp", "otp"], isText: false)
        case .epub: DocumentTraits("EPUB", ["epub"], isText: false)
        case .rtf: DocumentTraits("RTF", ["rtf"], isText: false)
        case .mhtml: DocumentTraits("MHTML", ["mhtml", "mht"], isText: false)
        case .eml: DocumentTraits("e-mail (EML)", ["eml"], isText: false)
        case .msg: DocumentTraits("Outlook e-mail (MSG)", ["msg"], isText: false)
        case .mbox: DocumentTraits("mailbox (MBOX)", ["mbox", "mbx"], isText: false)
        case .restructuredText: DocumentTraits("reStructuredText", ["rst", "rest"])
        case .asciiDoc: DocumentTraits("AsciiDoc", ["adoc", "asciidoc"])
        case .org: DocumentTraits("Org", ["org"])
        case .latex: DocumentTraits("LaTeX", ["tex", "latex", "ltx"])
        case .csv: DocumentTraits("CSV", ["csv"])
        case .tsv: DocumentTraits("TSV", ["tsv", "tab"])
        case .json: DocumentTraits("JSON", ["json", "geojson", "webmanifest"])
        case .jsonLines: DocumentTraits("JSON Lines", ["jsonl", "ndjson"])
        case .yaml: DocumentTraits("YAML", ["yaml", "yml"])
        case .xml: DocumentTraits("XML", ["xml"])
        case .notebook: DocumentTraits("Jupyter notebook", ["ipynb"], isText: false)
        case .srt: DocumentTraits("subtitles (SRT)", ["srt"])
        case .vtt: DocumentTraits("subtitles (WebVTT)", ["vtt"])
        case .swift: DocumentTraits("Swift", ["swift"])
        case .python: DocumentTraits("Python", ["py", "pyi"])
        case .javaScript: DocumentTraits("JavaScript", ["js", "mjs", "cjs", "jsx"])
        case .typeScript: DocumentTraits("TypeScript", ["ts", "mts", "cts", "tsx"])
        case .go: DocumentTraits("Go", ["go"])
        case .rust: DocumentTraits("Rust", ["rs"])
        case .c: DocumentTraits("C", ["c", "h"])
        case .cPlusPlus: DocumentTraits("C++", ["cpp", "cc", "cxx", "hpp", "hh", "hxx"])
        case .java: DocumentTraits("Java", ["java"])
        case .zip: DocumentTraits("zip archive", ["zip"], isText: false)
        case .tar: DocumentTraits("tar archive", ["tar", "tgz", "tbz", "tbz2", "txz", "tzst"], isText: false)
        case .sevenZip: DocumentTraits("7-Zip archive", ["7z"], isText: false)
        case .png: DocumentTraits("image (PNG)", ["png"], isText: false)
        case .jpeg: DocumentTraits("image (JPEG)", ["jpg", "jpeg", "jpe"], isText: false)
        case .tiff: DocumentTraits("image (TIFF)", ["tif", "tiff"], isText: false)
        case .webp: DocumentTraits("image (WebP)", ["webp"], isText: false)
        case .code:
            DocumentTraits(
                "source code",
                [
                    "rb", "php", "kt", "kts", "scala", "cs", "m", "mm", "sh", "bash", "zsh", "lua", "pl", "r", "jl",
                    "sql",
                    "hs", "ml", "ex", "exs", "erl", "clj", "dart", "zig", "nim", "vb", "ps1",
                ])
        }
    }
}
