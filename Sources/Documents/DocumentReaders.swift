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

    /// The size in bytes up to which a text, Markdown or HTML file is read. The default is 256 MiB.
    public var maximumBytes = 268_435_456
    /// How PDF files are read, and its limits.
    public var pdf = PDFReader()

    /// Creates readers with the default limits.
    public init() {}

    /// Reads a file of any supported format.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - name: the file's name; its extension decides where the content fits more than one format.
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try Task.checkCancellation()
        let type = try await Background.run { _ in try self.type(of: bytes, name: name) }
        return try await reader(for: type).read(bytes, name: name)
    }

    /// The format of a file.
    ///
    /// - Throws: a ``DocumentError``: `empty`, `unsupportedFormat` with the name of the format that was recognised, or
    ///   `limitExceeded` if the file is larger than its kind may be.
    public func type(of bytes: Data, name: String) throws -> DocumentType {
        guard !bytes.isEmpty else { throw DocumentError.empty(name) }
        let type = try TypeDetector().type(of: bytes, name: name)
        let limit = type == .pdf ? pdf.limits.fileBytes : maximumBytes
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

    private func reader(for type: DocumentType) -> any DocumentReader {
        switch type {
        case .markdown: MarkdownReader()
        case .plainText: PlainTextReader()
        case .html: HTMLReader()
        case .pdf: pdf
        }
    }
}
