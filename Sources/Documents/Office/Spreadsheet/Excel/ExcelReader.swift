public import Foundation

/// Reads Excel workbooks (XLSX): sheets in their order, as tables with their header rows, cells as they are shown.
///
/// Each block knows its sheet and rows. Sheets, rows and columns that are hidden, filtered rows among them, become hidden
/// blocks. Formulas count by their last results.
public struct ExcelReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.xlsx

    /// Creates a reader.
    public init() {}

    /// Reads an Excel workbook.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let package = try OfficePackage(bytes, name: name, cancellation: cancellation)
            let workbook = try ExcelWorkbook(package)
            var writer = BlockWriter()
            try package.partly {
                for sheet in workbook.sheets {
                    let reader = ExcelSheetReader(package: package, workbook: workbook, sheet: sheet)
                    try reader.read(into: &writer)
                }
            }
            return try package.document(type, title: try package.coreTitle(), writer: writer)
        }
    }
}
