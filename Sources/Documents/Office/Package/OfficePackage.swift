internal import Foundation

/// The file of an office program, or a book, that is open: its parts as XML, and what was wrong with them.
///
/// A part that is damaged, or too large, is read as far as it goes and noted; the document ends with an error only where
/// nothing of it could be read. To be used by one thread.
final class OfficePackage {
    /// The file's name, for messages.
    let name: String
    let cancellation: Cancellation
    private let container: Container
    private var diagnostics: [Diagnostic] = []
    /// Parts that are read once however often they are referred to.
    private var taken: Set<String> = []
    /// Parts that were unpacked together, by name.
    private var kept: [String: Data] = [:]
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    /// Of a file with more problems than this, the further ones say nothing new.
    private static let maximumDiagnostics = 100
    /// The time that all parts together may take.
    private static let maximumTime = Duration.seconds(120)
    /// The bytes up to which a part is unpacked together with others, and those of all such parts.
    private static let keptBytes = (part: 1_048_576, all: 67_108_864)

    /// Opens a file.
    ///
    /// - Throws: what ``Container`` throws.
    init(_ bytes: Data, name: String, cancellation: Cancellation) throws {
        self.name = name
        self.cancellation = cancellation
        start = clock.now
        container = try Container(bytes, file: name, cancellation: cancellation)
    }

    /// The names of all parts.
    var partNames: [String] { container.names }

    /// Unpacks the parts that are wanted in one go; of hundreds, one after the other would be slow.
    func keep(_ isWanted: (String) -> Bool) throws {
        var total = 0
        try container.forEachMember { member in
            guard isWanted(member.name), kept[member.name] == nil, let size = member.size,
                size <= Self.keptBytes.part, total < Self.keptBytes.all
            else { return true }
            let data = try? member.read()
            total += data?.count ?? 0
            kept[member.name] = data
            return true
        }
    }

    /// The bytes of a part; nil where there is none, or nothing of it could be unpacked.
    ///
    /// - Throws: a ``DocumentError``: `passwordNeeded`, `limitExceeded`; or `CancellationError`.
    func data(of part: String) throws -> Data? {
        try cancellation.check()
        guard clock.now - start < Self.maximumTime else {
            throw DocumentError(
                .limitExceeded, "\(name) takes longer than \(Self.maximumTime) to read; divide it into smaller files")
        }
        if let data = kept[part] { return data }
        do {
            return try container.data(of: part)
        } catch let error as DocumentError where error.code == .damaged {
            return nil
        }
    }

    /// A part as a tree, the first time that it is asked for; nil after that, so that references cannot go round.
    func treeOnce(_ part: String?) throws -> XMLTreeElement? {
        guard let part, taken.insert(part).inserted else { return nil }
        return try tree(part)
    }

    /// A part as a tree; nil where there is none.
    func tree(_ part: String?) throws -> XMLTreeElement? {
        guard let part else { return nil }
        return try read(part, parts: []) { _ in }
    }

    /// Reads a part element by element, as ``XMLTreeReader/read(_:parts:opened:_:)`` does.
    ///
    /// - Returns: what is outside of these elements; nil where there is no such part.
    @discardableResult
    func read(
        _ part: String, parts: Set<String>, opened: (XMLTreeElement) -> Void = { _ in },
        _ body: (XMLTreeElement) throws -> Void
    ) throws -> XMLTreeElement? {
        guard let data = try data(of: part) else { return nil }
        do {
            let outcome = try XMLTreeReader(cancellation: cancellation)
                .read(data, parts: parts, opened: opened, body)
            if let fault = outcome.fault {
                note(.damaged, "\(part) in it is damaged, and what cannot be read is left out (\(fault))")
            }
            return outcome.root
        } catch let error as DocumentError where error.code == .limitExceeded {
            note(.limitExceeded, "\(part) in it is read in part: \(error.message)")
            return nil
        }
    }

    /// Reads a document; where a limit ends that, what was read before counts.
    func partly(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DocumentError where error.code == .limitExceeded {
            note(.limitExceeded, "it is read in part: \(error.message)")
        }
    }

    /// Notes that something could not be read.
    func note(_ code: DocumentError.Code, _ message: String, at location: Location? = nil) {
        add(Diagnostic(severity: .error, code: code.rawValue, message: message, location: location))
    }

    /// Adds something that there is to say about the document, once.
    func add(_ diagnostic: Diagnostic) {
        if diagnostics.count < Self.maximumDiagnostics, !diagnostics.contains(diagnostic) {
            diagnostics.append(diagnostic)
        }
    }

    /// The document of the blocks that were found.
    ///
    /// - Throws: a ``DocumentError`` if there are none: what was wrong with the file, or that it has no text.
    func document(_ type: DocumentType, title: String?, writer: BlockWriter, pageCount: Int? = nil) throws -> Document {
        let problems = container.diagnostics + diagnostics
        guard !writer.blocks.isEmpty else { throw failure(problems) }
        let title = title.map { BlockWriter.trimmed($0).asTitle } ?? ""
        return Document(
            type: type, title: title.isEmpty ? nil : title, blocks: writer.blocks, pageCount: pageCount,
            omissions: [.init(.pictures, count: pictures.count)],
            diagnostics: problems + writer.diagnostics)
    }

    /// The parts that are pictures, but for a small one of the document itself.
    private var pictures: [String] {
        let endings = ["png", "jpg", "jpeg", "gif", "tif", "tiff", "emf", "wmf", "svg", "bmp", "webp"]
        return partNames.filter { part in
            endings.contains { part.lowercased().hasSuffix(".\($0)") } && !part.hasPrefix("Thumbnails/")
                && !part.hasPrefix("docProps/")
        }
    }

    private func failure(_ problems: [Diagnostic]) -> DocumentError {
        if let problem = problems.first(where: { $0.severity == .error }) {
            let code = DocumentError.Code(rawValue: problem.code) ?? .damaged
            return DocumentError(code, "nothing can be read of \(name): \(problem.message)")
        }
        guard !pictures.isEmpty else { return .empty(name) }
        return DocumentError(
            .noText, "\(name) has no text, only pictures; save it as PDF and make that searchable by OCR")
    }
}
