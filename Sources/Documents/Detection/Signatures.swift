internal import Foundation

/// The formats that the first bytes of a file tell.
enum Signatures {
    /// The format whose signature `bytes` begin with, nil where none is known.
    ///
    /// - Parameter fileExtension: tells a packed tar archive from another packed file.
    static func format(of bytes: Data, fileExtension: String) -> RecognizedFormat? {
        let start = [UInt8](bytes.prefix(1_024))
        if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
            return ZipSigns.format(of: bytes, fileExtension: fileExtension)
        }
        if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return compound(bytes) }
        if start.count > 265, start[257..<262].elementsEqual("ustar".utf8) { return .document(.tar) }
        if start.count > 12, start[4..<8].elementsEqual("ftyp".utf8) { return .foreign(isoMedia(start)) }
        if start.count > 12, start.starts(with: "RIFF".utf8) { return riff(start) }
        if let type = documents.first(where: { start.starts(with: $0.bytes) })?.type { return .document(type) }
        if let name = packed.first(where: { start.starts(with: $0.bytes) })?.name {
            let isTar = DocumentType.tar.fileExtensions.contains(fileExtension)
            return isTar ? .document(.tar) : .foreign(ForeignFormat(name, ForeignFormat.archive))
        }
        return foreign.first { start.starts(with: $0.bytes) }.map { .foreign($0.format) }
    }

    private static func compound(_ bytes: Data) -> RecognizedFormat {
        let office = ForeignFormat.office
        let kinds: [(String, RecognizedFormat)] = [
            ("EncryptedPackage", .foreign(.encryptedOffice)),
            ("__substg1.0_", .document(.msg)),
            ("WordDocument", .foreign(ForeignFormat("a Word document (DOC)", office))),
            ("Workbook", .foreign(ForeignFormat("an Excel workbook (XLS)", office))),
            ("PowerPoint Document", .foreign(ForeignFormat("a PowerPoint presentation (PPT)", office))),
        ]
        let sample = bytes.prefix(4_194_304)
        let kind = kinds.first {
            sample.range(of: Data($0.0.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })) != nil
        }
        return kind?.1 ?? .foreign(ForeignFormat("a Microsoft compound file (DOC, XLS, PPT or MSG)", office))
    }

    private static func isoMedia(_ bytes: [UInt8]) -> ForeignFormat {
        let brand = String(decoding: bytes[8..<12], as: UTF8.self)
        return ["heic", "heix", "mif1", "avif"].contains(brand)
            ? ForeignFormat("an image (HEIC or AVIF)", ForeignFormat.image)
            : ForeignFormat("a film or sound file (MP4)", ForeignFormat.media)
    }

    private static func riff(_ bytes: [UInt8]) -> RecognizedFormat {
        switch String(decoding: bytes[8..<12], as: UTF8.self) {
        case "WEBP": .document(.webp)
        case "WAVE": .foreign(ForeignFormat("a sound file (WAV)", ForeignFormat.media))
        default: .foreign(ForeignFormat("a film (AVI)", ForeignFormat.media))
        }
    }

    private static let documents: [(bytes: [UInt8], type: DocumentType)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], .png), ([0xFF, 0xD8, 0xFF], .jpeg),
        ([0x49, 0x49, 0x2A, 0], .tiff), ([0x4D, 0x4D, 0, 0x2A], .tiff),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
    ]

    private static let packed: [(bytes: [UInt8], name: String)] = [
        ([0x1F, 0x8B], "a gzip archive"), (Array("BZh".utf8), "a bzip2 archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive"), ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive"),
    ]

    private static let foreign: [(bytes: [UInt8], format: ForeignFormat)] = [
        (Array("GIF8".utf8), ForeignFormat("an image (GIF)", ForeignFormat.image)),
        (Array("8BPS".utf8), ForeignFormat("an image (Photoshop)", ForeignFormat.image)),
        (Array("AT&TFORM".utf8), ForeignFormat("a DjVu document", "convert it with `ddjvu -format=pdf`")),
        (Array("Rar!".utf8), ForeignFormat("a RAR archive", ForeignFormat.archive)),
        ([0x7F, 0x45, 0x4C, 0x46], ForeignFormat("a program (ELF)", ForeignFormat.none)),
        ([0x4D, 0x5A, 0x90, 0], ForeignFormat("a Windows program (EXE)", ForeignFormat.none)),
        ([0xCF, 0xFA, 0xED, 0xFE], ForeignFormat("a program (Mach-O)", ForeignFormat.none)),
        ([0xCA, 0xFE, 0xBA, 0xBE], ForeignFormat("a program (Mach-O or Java class)", ForeignFormat.none)),
        ([0, 0x61, 0x73, 0x6D], ForeignFormat("a WebAssembly module", ForeignFormat.none)),
        (Array("SQLite format 3\0".utf8), ForeignFormat("a SQLite database", "export what matters as text")),
        (Array("PAR1".utf8), ForeignFormat("a Parquet table", "export it as text")),
        (Array("GGUF".utf8), ForeignFormat("a model file (GGUF)", "add it with `bespoke models add`")),
        (Array("ID3".utf8), ForeignFormat("a sound file (MP3)", ForeignFormat.media)),
        ([0xFF, 0xFB], ForeignFormat("a sound file (MP3)", ForeignFormat.media)),
        (Array("OggS".utf8), ForeignFormat("a sound file (Ogg)", ForeignFormat.media)),
        (Array("fLaC".utf8), ForeignFormat("a sound file (FLAC)", ForeignFormat.media)),
        ([0x1A, 0x45, 0xDF, 0xA3], ForeignFormat("a film (Matroska or WebM)", ForeignFormat.media)),
    ]
}
