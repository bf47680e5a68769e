import Documents
import Foundation

/// Files that tests read.
enum Fixtures {
    static func data(_ name: String) throws -> Data {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: folder.appending(path: "Fixtures").appending(path: name))
    }
}

/// A document's blocks in a form that is easy to compare: kind, lines, text.
func outline(_ document: Document) -> [String] {
    document.blocks.map { block in
        let kind = block.level.map { "heading \($0)" } ?? block.kind.rawValue
        let place = block.location.description.replacingOccurrences(of: "lines ", with: "").replacingOccurrences(
            of: "line ", with: "")
        return "\(block.isHidden ? "hidden " : "")\(kind) \(place): \(block.text)"
    }
}

/// Reads a text with all readers, as a file of the name given.
func read(_ text: String, as name: String) async throws -> Document {
    try await DocumentReaders.standard.read(Data(text.utf8), name: name)
}

/// The error that reading gives.
func failure(_ bytes: Data, _ name: String, _ readers: DocumentReaders = .standard) async -> DocumentError? {
    do {
        _ = try await readers.read(bytes, name: name)
        return nil
    } catch {
        return error as? DocumentError
    }
}
