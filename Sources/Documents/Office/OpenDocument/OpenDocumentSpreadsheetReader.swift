public import Foundation

/// Reads OpenDocument spreadsheets (ODS): sheets in their order, as tables with their header rows, cells as they are shown.
///
/// Each block knows its sheet and rows. Sheets, rows and columns that are hidden, filtered rows among them, become hidden
/// blocks.
public struct OpenDocumentSpreadsheetReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.ods

    /// Creates a reader.
    public init() {}

    /// Reads an OpenDocument spreadsheet.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let package = try OfficePackage(bytes, name: name, cancellation: cancellation)
            let file = try OpenDocumentFile(package)
            let sheets = OpenDocumentSheets(OpenDocumentBody(file, hasPages: false))
            try package.partly {
                try package.read(OpenDocumentFile.content, parts: OpenDocumentSheets.parts, opened: sheets.open) {
                    try sheets.read($0)
                }
                try sheets.finish()
            }
            return try package.document(type, title: file.title, writer: sheets.body.writer)
        }
    }
}
