internal import Foundation

/// A format that Bespoke knows by its bytes and does not read.
package struct ForeignFormat: Sendable, Equatable {
    /// What it is, with its article: "a Word document (DOCX)".
    package let name: String
    /// What the user can do.
    package let advice: String

    package init(_ name: String, _ advice: String) {
        self.name = name
        self.advice = advice
    }

    /// The error that names the format.
    package func error(_ file: String) -> DocumentError {
        DocumentError(
            .unsupportedFormat,
            "\(file) is \(name), which Bespoke does not read; \(advice). It reads Markdown, plain text, HTML and PDF")
    }

    private static let office = "save it as PDF or HTML, for instance with `soffice --headless --convert-to pdf`"
    private static let archive = "unpack it and add the files inside"
    private static let image = "make a searchable PDF of it by OCR, for instance with `ocrmypdf`"
    private static let media = "add a transcript of it as text"
    private static let none = "convert it to one of the formats it reads"
    private static let notebook = "convert it with `jupyter nbconvert --to markdown`"

    /// The format whose signature `bytes` begin with, nil where none is known.
    package static func signature(of bytes: [UInt8]) -> ForeignFormat? {
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) { return zip(bytes) }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return compound(bytes) }
        if bytes.count > 265, bytes[257..<262].elementsEqual("ustar".utf8) {
            return ForeignFormat("a tar archive", archive)
        }
        if bytes.count > 12, bytes[4..<8].elementsEqual("ftyp".utf8) { return isoMedia(bytes) }
        if bytes.count > 12, bytes.starts(with: "RIFF".utf8) { return riff(bytes) }
        return signatures.first { bytes.starts(with: $0.bytes) }?.format
    }

    /// Text formats that would read as mostly noise: RTF, e-mail, notebooks, PostScript.
    package static func text(_ bytes: [UInt8], fileExtension: String) -> ForeignFormat? {
        if bytes.starts(with: #"{\rtf"#.utf8) { return ForeignFormat("an RTF document", office) }
        if bytes.starts(with: "%!PS".utf8) { return ForeignFormat("a PostScript document", "convert it with `ps2pdf`") }
        let start = String(decoding: bytes.prefix(8_192), as: UTF8.self)
        if isEmail(start) {
            return ForeignFormat(
                "an e-mail message (EML)", "save its text as plain text or HTML, and its attachments as files")
        }
        let isNotebook = start.contains("\"cells\"") && start.contains("\"cell_type\"")
        if isNotebook || fileExtension == "ipynb" && bytes.first == UInt8(ascii: "{") {
            return ForeignFormat("a Jupyter notebook", notebook)
        }
        return nil
    }

    /// Data with many control characters and no known signature.
    package static let unknownBinary = ForeignFormat("binary data of an unknown format", none)

    private static func isEmail(_ start: String) -> Bool {
        let fields: Set = [
            "from", "to", "date", "received", "mime-version", "message-id", "return-path", "delivered-to",
        ]
        var found = 0
        for line in start.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.isEmpty { break }
            if line.first == " " || line.first == "\t" { continue }
            guard let colon = line.firstIndex(of: ":"), !line[..<colon].contains(" ") else { return false }
            if fields.contains(line[..<colon].lowercased()) { found += 1 }
        }
        return found >= 3 && start.localizedCaseInsensitiveContains("mime-version:")
            || found >= 3 && start.localizedCaseInsensitiveContains("message-id:")
    }

    private static func zip(_ bytes: [UInt8]) -> ForeignFormat {
        let kinds: [(String, ForeignFormat)] = [
            ("application/epub+zip", ForeignFormat("an EPUB book", "convert it with `pandoc BOOK.epub -t markdown`")),
            ("application/vnd.oasis.opendocument", ForeignFormat("an OpenDocument file (ODT, ODS or ODP)", office)),
            ("word/", ForeignFormat("a Word document (DOCX)", office)),
            ("xl/", ForeignFormat("an Excel workbook (XLSX)", "save its sheets as CSV, or convert it to PDF")),
            ("ppt/", ForeignFormat("a PowerPoint presentation (PPTX)", office)),
            ("AndroidManifest.xml", ForeignFormat("an Android package", none)),
            ("META-INF/", ForeignFormat("a Java archive", none)),
        ]
        // The names of the files inside stand in plain text in front of each and once more at the end.
        for part in [bytes.prefix(65_536), bytes.suffix(65_536)] {
            let text = String(decoding: part, as: UTF8.self)
            if let kind = kinds.first(where: { text.contains($0.0) }) { return kind.1 }
        }
        return ForeignFormat("a zip archive", archive)
    }

    private static func compound(_ bytes: [UInt8]) -> ForeignFormat {
        let kinds: [(String, ForeignFormat)] = [
            ("__substg1.0_", ForeignFormat("an Outlook message (MSG)", "save it from Outlook as HTML or plain text")),
            ("WordDocument", ForeignFormat("a Word document (DOC)", office)),
            ("Workbook", ForeignFormat("an Excel workbook (XLS)", "save its sheets as CSV, or convert it to PDF")),
            ("PowerPoint Document", ForeignFormat("a PowerPoint presentation (PPT)", office)),
        ]
        let sample = Data(bytes.prefix(4_194_304))
        let kind = kinds.first {
            sample.range(of: Data($0.0.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })) != nil
        }
        return kind?.1 ?? ForeignFormat("a Microsoft compound file (DOC, XLS, PPT or MSG)", office)
    }

    private static func isoMedia(_ bytes: [UInt8]) -> ForeignFormat {
        let brand = String(decoding: bytes[8..<12], as: UTF8.self)
        return ["heic", "heix", "mif1", "avif"].contains(brand)
            ? ForeignFormat("an image (HEIC or AVIF)", image) : ForeignFormat("a film or sound file (MP4)", media)
    }

    private static func riff(_ bytes: [UInt8]) -> ForeignFormat {
        switch String(decoding: bytes[8..<12], as: UTF8.self) {
        case "WEBP": ForeignFormat("an image (WebP)", image)
        case "WAVE": ForeignFormat("a sound file (WAV)", media)
        default: ForeignFormat("a film (AVI)", media)
        }
    }

    private static let signatures: [(bytes: [UInt8], format: ForeignFormat)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], ForeignFormat("an image (PNG)", image)),
        ([0xFF, 0xD8, 0xFF], ForeignFormat("an image (JPEG)", image)),
        (Array("GIF8".utf8), ForeignFormat("an image (GIF)", image)),
        ([0x49, 0x49, 0x2A, 0], ForeignFormat("an image (TIFF)", image)),
        ([0x4D, 0x4D, 0, 0x2A], ForeignFormat("an image (TIFF)", image)),
        (Array("8BPS".utf8), ForeignFormat("an image (Photoshop)", image)),
        (Array("AT&TFORM".utf8), ForeignFormat("a DjVu document", "convert it with `ddjvu -format=pdf`")),
        ([0x1F, 0x8B], ForeignFormat("a gzip archive", archive)),
        (Array("BZh".utf8), ForeignFormat("a bzip2 archive", archive)),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], ForeignFormat("an xz archive", archive)),
        ([0x28, 0xB5, 0x2F, 0xFD], ForeignFormat("a Zstandard archive", archive)),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], ForeignFormat("a 7-Zip archive", archive)),
        (Array("Rar!".utf8), ForeignFormat("a RAR archive", archive)),
        ([0x7F, 0x45, 0x4C, 0x46], ForeignFormat("a program (ELF)", none)),
        ([0x4D, 0x5A, 0x90, 0], ForeignFormat("a Windows program (EXE)", none)),
        ([0xCF, 0xFA, 0xED, 0xFE], ForeignFormat("a program (Mach-O)", none)),
        ([0xCA, 0xFE, 0xBA, 0xBE], ForeignFormat("a program (Mach-O or Java class)", none)),
        ([0, 0x61, 0x73, 0x6D], ForeignFormat("a WebAssembly module", none)),
        (Array("SQLite format 3\0".utf8), ForeignFormat("a SQLite database", "export what matters as text")),
        (Array("PAR1".utf8), ForeignFormat("a Parquet table", "export it as text")),
        (Array("GGUF".utf8), ForeignFormat("a model file (GGUF)", "add it with `bespoke models add`")),
        (Array("ID3".utf8), ForeignFormat("a sound file (MP3)", media)),
        ([0xFF, 0xFB], ForeignFormat("a sound file (MP3)", media)),
        (Array("OggS".utf8), ForeignFormat("a sound file (Ogg)", media)),
        (Array("fLaC".utf8), ForeignFormat("a sound file (FLAC)", media)),
        ([0x1A, 0x45, 0xDF, 0xA3], ForeignFormat("a film (Matroska or WebM)", media)),
    ]
}
