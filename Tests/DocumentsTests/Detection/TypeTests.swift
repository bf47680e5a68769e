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
            ("a,b\n1,2", "a.csv", .plainText),
            ("{\"a\": 1}", "a.json", .plainText),
        ])
    func type(text: String, name: String, expected: DocumentType) throws {
        #expect(try DocumentReaders.standard.type(of: Data(text.utf8), name: name) == expected)
    }

    @Test(
        "A format that is not read is refused by its name, whatever the file is called",
        arguments: [
            ([0x50, 0x4B, 3, 4] + Array("....word/document.xml".utf8), "a Word document (DOCX)"),
            ([0x50, 0x4B, 3, 4] + Array("....xl/workbook.xml".utf8), "an Excel workbook (XLSX)"),
            ([0x50, 0x4B, 3, 4] + Array("....ppt/presentation.xml".utf8), "a PowerPoint presentation (PPTX)"),
            ([0x50, 0x4B, 3, 4] + Array("mimetypeapplication/epub+zip".utf8), "an EPUB book"),
            (
                [0x50, 0x4B, 3, 4] + Array("mimetypeapplication/vnd.oasis.opendocument.text".utf8),
                "an OpenDocument file"
            ),
            ([0x50, 0x4B, 3, 4, 0, 0], "a zip archive"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "an image (PNG)"),
            ([0xFF, 0xD8, 0xFF, 0xE0], "an image (JPEG)"),
            ([0x4D, 0x5A, 0x90, 0, 3], "a Windows program (EXE)"),
            ([0x7F, 0x45, 0x4C, 0x46, 2], "a program (ELF)"),
            ([0x1F, 0x8B, 8], "a gzip archive"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a Microsoft compound file"),
            (Array("SQLite format 3\u{0}".utf8), "a SQLite database"),
            (Array("{\\rtf1 text}".utf8), "an RTF document"),
            (Array("From: a@b.c\nTo: d@e.f\nDate: now\nMIME-Version: 1.0\n\nhello".utf8), "an e-mail message"),
            (Array("{\"cells\": [{\"cell_type\": \"code\"}]}".utf8), "a Jupyter notebook"),
            ((0...255).map { UInt8($0) } + (0...255).map { UInt8(255 - $0) }, "binary data of an unknown format"),
        ] as [([UInt8], String)])
    func foreign(bytes: [UInt8], format: String) async throws {
        for name in ["a.txt", "a.md", "file"] {
            let error = try #require(await failure(Data(bytes), name))
            #expect(error.code == .unsupportedFormat)
            #expect(error.message.hasPrefix("\(name) is \(format)"))
        }
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
