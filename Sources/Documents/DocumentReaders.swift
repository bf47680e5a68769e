public import Foundation

/// All readers, one a format: finds the format of a file by its content and reads it.
///
/// ```swift
/// let document = try await DocumentReaders.standard.read(bytes, name: "handbook.md")
/// document.blocks[0].text  // "The handbook"
/// ```
public struct DocumentReaders: Sendable {
    /// The readers of all formats, with the default limits.
    public static let standard = DocumentReaders()

    /// The size in bytes up to which a file is read whose reader has no limit of its own. The default is 256 MiB.
    public var maximumBytes = 268_435_456
    /// How PDF files are read, and its limits.
    public var pdf = PDFReader()
    /// How text in images is recognised, and in the pages of PDF files that are images.
    public var recognizer = TextRecognizer()

    /// Creates readers with the default limits.
    public init() {}

    /// The reader of each format.
    private func reader(for type: DocumentType) -> any DocumentReader {
        switch type {
        case .markdown: MarkdownReader()
        case .plainText: PlainTextReader()
        case .html: HTMLReader()
        case .pdf: pdfWithRecognition
        case .png, .jpeg, .tiff, .webp: ImageReader(type, recognizer: recognizer)
        case .docx: WordReader()
        case .xlsx: ExcelReader()
        case .pptx: PowerPointReader()
        case .epub: EPUBReader()
        case .odt: OpenDocumentTextReader()
        case .ods: OpenDocumentSpreadsheetReader()
        case .odp: OpenDocumentPresentationReader()
        case .rtf: RTFReader()
        case .restructuredText, .asciiDoc, .org, .latex: MarkupReader(type: type)
        case .eml, .mbox, .mhtml: MailReader(type: type)
        case .msg: OutlookReader()
        case .csv, .tsv: DelimitedReader(type: type)
        case .json: JSONReader()
        case .jsonLines: JSONLinesReader()
        case .yaml: YAMLReader()
        case .xml: XMLReader()
        case .notebook: NotebookReader()
        case .srt, .vtt: SubtitleReader(type: type)
        case .swift, .python, .javaScript, .typeScript, .go, .rust, .c, .cPlusPlus, .java, .code: CodeReader(type: type)
        case .zip, .tar, .sevenZip: ArchiveReader(type: type)
        }
    }

    private var pdfWithRecognition: PDFReader {
        var reader = pdf
        reader.recognizer = recognizer
        return reader
    }

    /// Reads a file of any supported format.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - name: the file's name; its extension decides where the content fits more than one format.
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try Task.checkCancellation()
        let type = try await Background.run { _ in try self.type(of: bytes, name: name) }
        return try await read(bytes, name: name, as: type)
    }

    /// Reads a file as what ``type(of:name:)`` found it to be.
    ///
    /// - Throws: as ``read(_:name:)``.
    package func read(_ bytes: Data, name: String, as type: DocumentType) async throws -> Document {
        try await reader(for: type).read(bytes, name: name)
    }

    /// The format as which a file is read.
    ///
    /// - Throws: a ``DocumentError``: `empty`, `unsupportedFormat` with the name of the format that was recognised, or
    ///   `limitExceeded` if the file is larger than its kind may be.
    public func type(of bytes: Data, name: String) throws -> DocumentType {
        guard !bytes.isEmpty else { throw DocumentError.empty(name) }
        let type: DocumentType
        switch TypeDetector().format(of: bytes, name: name) {
        case .foreign(let format): throw format.error(name)
        case .document(let found): type = found
        }
        let limit = reader(for: type).maximumFileBytes ?? maximumBytes
        guard bytes.count <= limit else {
            throw DocumentError(
                .limitExceeded,
                "\(name) is \(Self.size(bytes.count)) of \(type.name), of which a file may have \(Self.size(limit)); "
                    + "divide it into smaller files")
        }
        return type
    }

    /// A number of bytes as people read it; MiB from one of them up.
    private static func size(_ bytes: Int) -> String {
        bytes < 1_048_576 ? "\(bytes) bytes" : "\((bytes + 524_288) / 1_048_576) MiB"
    }
}
