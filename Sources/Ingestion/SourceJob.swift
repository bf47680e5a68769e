internal import Documents
internal import Foundation
internal import Library

/// The part of an ingest that concerns one source and changes nothing.
struct SourceJob: Sendable {
    enum Outcome: Sendable {
        /// Size and time are as they were.
        case unchanged
        /// The library has these bytes.
        case known(DocumentID, NewFile)
        /// A document that is read while it is stored.
        case long(LongDocument, NewFile)
        /// The document, and the files inside it.
        case document(NewDocument, NewFile, children: [Source])
        case failed(DocumentError)
    }

    let pipeline: IngestPipeline
    let source: Source
    /// The name that the document is to have in the profile.
    let name: String
    /// The profile's file of that name.
    let known: LibraryFile?

    /// The size of its bytes in memory, as far as it can be known without reading them; what comes from a pipe may be as much as
    /// may be read.
    var expectedBytes: Int {
        switch source.content {
        case .file(let path): (try? pipeline.sourceReader.stamp(of: path, named: name))?.size ?? 0
        case .standardInput: pipeline.sourceReader.maximumBytes
        case .bytes(let bytes), .web(let bytes, _, _): bytes.count
        }
    }

    /// Looks, reads and divides, as far as needed.
    ///
    /// - Parameter ignoringLibrary: whether to read what the library is said to have.
    /// - Throws: `LibraryError` or `CancellationError`; what is wrong with the file is an outcome.
    func prepare(ignoringLibrary: Bool = false) async throws -> Outcome {
        try Task.checkCancellation()
        do {
            if !ignoringLibrary, try isUnchanged() { return .unchanged }
            if let (text, file) = try await longText() {
                if !ignoringLibrary, try await pipeline.library.hasDocument(text.id) { return .known(text.id, file) }
                return .long(text.document(chunker: pipeline.chunker), file)
            }
            let (bytes, file) = try await read()
            let (id, type) = try await Background.run {
                [readers = pipeline.readers, name = source.typeName ?? name] _ in
                (DocumentID(hashing: bytes), try readers.type(of: bytes, name: name))
            }
            // What is inside a document is not known by the library, so it has to be read again.
            if !ignoringLibrary, !type.mayHaveChildren, try await pipeline.library.hasDocument(id) {
                return .known(id, file)
            }
            let (document, children) = try await document(id, bytes, type)
            return .document(document, file, children: children)
        } catch let error as DocumentError {
            return .failed(error)
        }
    }

    private func isUnchanged() throws -> Bool {
        guard case .file(let path) = source.content, let known, known.file.path == path else { return false }
        let stamp = try pipeline.sourceReader.stamp(of: path, named: name)
        return stamp.size == known.file.size && stamp.modified == known.file.modified
    }

    /// The file as a text that is read in parts; nil where it is none, or short enough to be read whole.
    private func longText() async throws -> (LongText, NewFile)? {
        guard case .file(let path) = source.content else { return nil }
        let limits = pipeline.longTexts
        let text = try await Background.run { [name] cancellation in
            try LongText(path: path, name: name, limits: limits, cancellation)
        }
        return text.map { text in
            let time = text.stamp.isSettled ? text.stamp.modified : nil
            return (text, NewFile(name: name, path: path, size: text.stamp.size, modified: time))
        }
    }

    private func read() async throws -> (Data, NewFile) {
        switch source.content {
        case .file(let path):
            let (bytes, stamp) = try await pipeline.sourceReader.read(path, named: name)
            let time = stamp.isSettled ? stamp.modified : nil
            return (bytes, NewFile(name: name, path: path, size: stamp.size, modified: time))
        case .standardInput:
            let bytes = try await pipeline.sourceReader.readToEnd(of: STDIN_FILENO, named: name)
            return (bytes, NewFile(name: name, path: nil, size: bytes.count, modified: nil))
        case .bytes(let bytes):
            guard bytes.count <= pipeline.sourceReader.maximumBytes else {
                throw DocumentError.tooLarge(name, size: bytes.count, limit: pipeline.sourceReader.maximumBytes)
            }
            return (bytes, NewFile(name: name, path: nil, size: bytes.count, modified: nil))
        case .web(let bytes, _, let validators):
            let file = NewFile(
                name: name, path: source.path, size: bytes.count, modified: nil, validators: validators)
            return (bytes, file)
        }
    }

    private func document(
        _ id: DocumentID, _ bytes: Data, _ type: DocumentType
    ) async throws -> (NewDocument, children: [Source]) {
        let document = try await readDocument(bytes, type)
        let chunker = pipeline.chunker
        let (title, chunks, ledger) = try await Background.run { _ in
            (document.title.map(chunker.shortened), chunker.chunks(of: document), ExtractionLedger(document))
        }
        guard !chunks.isEmpty else {
            throw DocumentError(.noText, "\(name) shows no text to a reader; nothing can be found in it")
        }
        let children = document.children.map { Source(name: "\(name)/\($0.name)", content: .bytes($0.bytes)) }
        let new = NewDocument(
            id: id, bytes: bytes, type: document.type, title: title, pageCount: document.pageCount,
            diagnostics: document.diagnostics, ledger: ledger, chunks: chunks)
        return (new, children)
    }

    /// Reads the document; whatever goes wrong with one file is that file's failure.
    private func readDocument(_ bytes: Data, _ type: DocumentType) async throws -> Document {
        do {
            return try await pipeline.readers.read(bytes, name: name, as: type)
        } catch let error where !(error is DocumentError || error is CancellationError) {
            throw DocumentError(.unreadable, "\(name) cannot be read: \(error)")
        }
    }
}
