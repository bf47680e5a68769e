/// What there is to say about a format.
struct DocumentTraits {
    var name: String
    var noun: String
    var extensions: [String]
    /// What to do where it is not read; nil for texts.
    var advice: String?

    init(_ name: String, _ noun: String, _ extensions: [String], _ advice: String? = nil) {
        self.name = name
        self.noun = noun
        self.extensions = extensions
        self.advice = advice
    }
}

extension DocumentType {
    /// What there is to say about it.
    var traits: DocumentTraits {
        switch self {
        case .markdown:
            DocumentTraits(
                "Markdown", "a Markdown text", ["md", "markdown", "mdown", "mkd", "mkdn", "mdx", "rmd", "qmd"])
        case .plainText: DocumentTraits("plain text", "a plain text", ["txt", "text"])
        case .html: DocumentTraits("HTML", "an HTML page", ["html", "htm", "xhtml", "xht"])
        case .pdf: DocumentTraits("PDF", "a PDF document", ["pdf"], ForeignFormat.none)
        case .docx:
            DocumentTraits(
                "Word (DOCX)", "a Word document (DOCX)", ["docx", "docm", "dotx", "dotm"], ForeignFormat.office)
        case .xlsx:
            DocumentTraits(
                "Excel (XLSX)", "an Excel workbook (XLSX)", ["xlsx", "xlsm", "xltx", "xltm"], ForeignFormat.office)
        case .pptx:
            DocumentTraits(
                "PowerPoint (PPTX)", "a PowerPoint presentation (PPTX)",
                ["pptx", "pptm", "ppsx", "ppsm", "potx", "potm"], ForeignFormat.office)
        case .odt:
            DocumentTraits(
                "OpenDocument text (ODT)", "an OpenDocument text (ODT)", ["odt", "ott"], ForeignFormat.office)
        case .ods:
            DocumentTraits(
                "OpenDocument spreadsheet (ODS)", "an OpenDocument spreadsheet (ODS)", ["ods", "ots"],
                ForeignFormat.office)
        case .odp:
            DocumentTraits(
                "OpenDocument presentation (ODP)", "an OpenDocument presentation (ODP)", ["odp", "otp"],
                ForeignFormat.office)
        case .epub: DocumentTraits("EPUB", "an EPUB book", ["epub"], "convert it with `pandoc BOOK.epub -t markdown`")
        case .rtf: DocumentTraits("RTF", "an RTF document", ["rtf"], ForeignFormat.office)
        case .mhtml:
            DocumentTraits("MHTML", "a saved web page (MHTML)", ["mhtml", "mht"], "save it from a browser as HTML")
        case .eml: DocumentTraits("e-mail (EML)", "an e-mail message (EML)", ["eml"], ForeignFormat.mail)
        case .msg: DocumentTraits("Outlook e-mail (MSG)", "an Outlook message (MSG)", ["msg"], ForeignFormat.mail)
        case .mbox: DocumentTraits("mailbox (MBOX)", "a mailbox (MBOX)", ["mbox", "mbx"], ForeignFormat.mail)
        case .restructuredText: DocumentTraits("reStructuredText", "a reStructuredText", ["rst", "rest"])
        case .asciiDoc: DocumentTraits("AsciiDoc", "an AsciiDoc text", ["adoc", "asciidoc"])
        case .org: DocumentTraits("Org", "an Org text", ["org"])
        case .latex: DocumentTraits("LaTeX", "a LaTeX text", ["tex", "latex", "ltx"])
        case .csv: DocumentTraits("CSV", "a table (CSV)", ["csv"])
        case .tsv: DocumentTraits("TSV", "a table (TSV)", ["tsv", "tab"])
        case .json: DocumentTraits("JSON", "JSON data", ["json", "geojson", "webmanifest"])
        case .jsonLines: DocumentTraits("JSON Lines", "JSON Lines data", ["jsonl", "ndjson"])
        case .yaml: DocumentTraits("YAML", "YAML data", ["yaml", "yml"])
        case .xml: DocumentTraits("XML", "XML data", ["xml"])
        case .notebook:
            DocumentTraits(
                "Jupyter notebook", "a Jupyter notebook", ["ipynb"], "convert it with `jupyter nbconvert --to markdown`"
            )
        case .srt: DocumentTraits("subtitles (SRT)", "subtitles (SRT)", ["srt"])
        case .vtt: DocumentTraits("subtitles (WebVTT)", "subtitles (WebVTT)", ["vtt"])
        case .swift: DocumentTraits("Swift", "a Swift program", ["swift"])
        case .python: DocumentTraits("Python", "a Python program", ["py", "pyi"])
        case .javaScript: DocumentTraits("JavaScript", "a JavaScript program", ["js", "mjs", "cjs", "jsx"])
        case .typeScript: DocumentTraits("TypeScript", "a TypeScript program", ["ts", "mts", "cts", "tsx"])
        case .go: DocumentTraits("Go", "a Go program", ["go"])
        case .rust: DocumentTraits("Rust", "a Rust program", ["rs"])
        case .c: DocumentTraits("C", "a C program", ["c", "h"])
        case .cPlusPlus: DocumentTraits("C++", "a C++ program", ["cpp", "cc", "cxx", "hpp", "hh", "hxx"])
        case .java: DocumentTraits("Java", "a Java program", ["java"])
        case .zip: DocumentTraits("zip archive", "a zip archive", ["zip"], ForeignFormat.archive)
        case .tar:
            DocumentTraits(
                "tar archive", "a tar archive", ["tar", "tgz", "tbz", "tbz2", "txz", "tzst"], ForeignFormat.archive)
        case .sevenZip: DocumentTraits("7-Zip archive", "a 7-Zip archive", ["7z"], ForeignFormat.archive)
        case .png: DocumentTraits("image (PNG)", "an image (PNG)", ["png"], ForeignFormat.image)
        case .jpeg: DocumentTraits("image (JPEG)", "an image (JPEG)", ["jpg", "jpeg", "jpe"], ForeignFormat.image)
        case .tiff: DocumentTraits("image (TIFF)", "an image (TIFF)", ["tif", "tiff"], ForeignFormat.image)
        case .webp: DocumentTraits("image (WebP)", "an image (WebP)", ["webp"], ForeignFormat.image)
        case .code:
            DocumentTraits(
                "source code", "source code",
                [
                    "rb", "php", "kt", "kts", "scala", "cs", "m", "mm", "sh", "bash", "zsh", "lua", "pl", "r", "jl",
                    "sql",
                    "hs", "ml", "ex", "exs", "erl", "clj", "dart", "zig", "nim", "vb", "ps1",
                ])
        }
    }
}
