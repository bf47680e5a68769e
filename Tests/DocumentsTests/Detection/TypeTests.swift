import Documents
import Foundation
import Testing

@Suite("Formats by content") struct TypeTests {
    @Test(
        "The content decides, and the name only where the content leaves it open",
        arguments: [
            ("<!DOCTYPE html><p>x</p>", "a.txt", DocumentType.html),
            ("<!-- c -->\n<html><body>x", "a.md", .html),
            ("<?xml version=\"1.0\"?>\n<html xmlns=\"x\"><body>x</body></html>", "page", .html),
            ("<div>a</div>", "a.html", .html),
            ("<div>a</div>", "a.md", .markdown),
            ("<div>a</div>", "noname", .html),
            ("no tags at all", "a.html", .plainText),
            ("# T\n\ntext", "a.txt", .plainText),
            ("# T\n\ntext", "a.md", .markdown),
            ("# T\n\n- a [link](x)\n", "README", .markdown),
            ("just words", "README", .plainText),
            ("# a shell comment\necho 1", "run", .plainText),
            ("%PDF-1.7 rest", "a.txt", .pdf),
            ("The header is %PDF-1.7, says the book.", "a.txt", .plainText),
            ("a,b\n1,2", "a.csv", .csv),
            ("{\"a\": 1}", "a.json", .json),
        ])
    func type(text: String, name: String, expected: DocumentType) throws {
        #expect(try DocumentReaders.standard.type(of: Data(text.utf8), name: name) == expected)
    }

    @Test(
        "A format that is not read is refused by its name, whatever the file is called",
        arguments: [
            (
                [UInt8](ZipFixture.make([(name: "Index/Document.iwa", text: "")])),
                "a Pages, Numbers or Keynote document"
            ),
            (
                [UInt8](
                    ZipFixture.make([(name: "[Content_Types].xml", text: ""), (name: "xl/workbook.bin", text: "")])),
                "an Excel workbook (XLSB)"
            ),
            (Array("GIF89a".utf8), "an image (GIF)"),
            ([0x4D, 0x5A, 0x90, 0, 3], "a Windows program (EXE)"),
            ([0x7F, 0x45, 0x4C, 0x46, 2], "a program (ELF)"),
            ([0x1F, 0x8B, 8], "a gzip archive"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a Microsoft compound file"),
            (Array("SQLite format 3\u{0}".utf8), "a SQLite database"),
            ((0...255).map { UInt8($0) } + (0...255).map { UInt8(255 - $0) }, "binary data of an unknown format"),
        ] as [([UInt8], String)])
    func foreign(bytes: [UInt8], format: String) async throws {
        for name in ["a.txt", "a.md", "file"] {
            let error = try #require(await failure(Data(bytes), name))
            #expect(error.code == .unsupportedFormat)
            #expect(error.message.hasPrefix("\(name) is \(format)"))
        }
    }

    @Test(
        "Every format is known by its content, whether or not it has a reader",
        arguments: [
            (zip(["word/document.xml"]), .docx), (zip(["xl/workbook.xml"]), .xlsx),
            (zip(["ppt/presentation.xml"]), .pptx), (zip(["word/document.xml"], isOffice: false), .zip),
            (ZipFixture.make([(name: "mimetype", text: "application/epub+zip")]), .epub),
            (openDocument("text"), .odt), (openDocument("spreadsheet"), .ods), (openDocument("presentation"), .odp),
            (openDocument("text-template"), .odt), (zip(["a.txt"], isOffice: false), .zip),
            (ZipFixture.make([(name: "outer.docx", data: zip(["word/document.xml"]))]), .zip),
            (zip(["word/document.xml"]).dropLast(60), .docx),
            (Data([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), .sevenZip),
            (Data(count: 257) + Data("ustar".utf8) + Data(count: 200), .tar),
            (Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png), (Data([0xFF, 0xD8, 0xFF, 0xE0]), .jpeg),
            (Data([0x49, 0x49, 0x2A, 0]), .tiff), (Data("RIFF....WEBPVP8 ".utf8), .webp),
            (Data("{\\rtf1 text}".utf8), .rtf), (Data("WEBVTT\n\n00:01.000 --> 00:02.000\nx".utf8), .vtt),
            (Data("From: a@b.c\nTo: d@e.f\nDate: now\nMIME-Version: 1.0\n\nhello".utf8), .eml),
            (Data("From a@b.c Mon Jan 1\nFrom: a@b.c\nSubject: x\n\nhello".utf8), .mbox),
            (Data("From: <Saved by Blink>\nMIME-Version: 1.0\nSnapshot-Content-Location: x\n\nhello".utf8), .mhtml),
            (Data("{\"cells\": [{\"cell_type\": \"code\"}]}".utf8), .notebook),
            (Data("<?xml version='1.0'?><rss/>".utf8), .xml),
        ] as [(Data, DocumentType)])
    func documents(bytes: Data, type: DocumentType) {
        for name in ["file", "a.pdf"] {
            #expect(TypeDetector().format(of: bytes, name: name) == .document(type))
        }
    }

    private static func zip(_ names: [String], isOffice: Bool = true) -> Data {
        ZipFixture.make(((isOffice ? ["[Content_Types].xml"] : []) + names).map { (name: $0, text: "") })
    }

    private static func openDocument(_ kind: String) -> Data {
        ZipFixture.make([(name: "mimetype", text: "application/vnd.oasis.opendocument.\(kind)")])
    }

    @Test("Formats that are texts are told by their names where the text does not say")
    func texts() async throws {
        for type in DocumentType.allCases where type.isText && type != .html {
            #expect(
                try DocumentReaders.standard.type(of: Data("some text".utf8), name: "a.\(type.fileExtensions[0])")
                    == type)
        }
        for name in ["a.eml", "a.mht", "a.mbox"] {
            #expect(
                try DocumentReaders.standard.type(of: Data("Subject: Hello\n\nText".utf8), name: name) != .plainText)
            #expect(try DocumentReaders.standard.type(of: Data("No fields".utf8), name: name) == .plainText)
        }
        let gzip = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
        #expect(TypeDetector().format(of: gzip, name: "a.tar.gz") == .document(.tar))
        #expect(await failure(gzip, "a.gz")?.code == .unsupportedFormat)
    }

    @Test("An encrypted Office file asks for its password") func encryptedOffice() async {
        let name = Data("EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        let bytes = Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + Data(count: 512) + name
        let error = await failure(bytes, "a.docx")
        #expect(error?.code == .passwordNeeded)
        #expect(
            error?.message
                == "a.docx is an Office file that is protected by a password; save a copy without one and add that")
    }

    @Test("A file over the limit is refused with its size and the limit")
    func limit() async {
        var readers = DocumentReaders()
        readers.maximumBytes = 10
        let error = await failure(Data("eleven bytes".utf8), "a.txt", readers)
        #expect(
            error
                == DocumentError(
                    .limitExceeded,
                    "a.txt is 12 bytes of plain text, of which a file may have 10 bytes; divide it into smaller files"))
    }

    @Test("The default limit of a text is 256 MiB") func defaultLimit() {
        #expect(DocumentReaders.standard.maximumBytes == 256 * 1_024 * 1_024)
    }
}
