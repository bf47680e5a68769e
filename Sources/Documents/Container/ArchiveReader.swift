public import Foundation

/// Reads archives: zip, tar (packed or not) and 7-Zip. Their members are documents of their own; the archive itself is the list of
/// them.
///
/// Hidden files, what programs keep for themselves, and pictures are left out, as in folders.
public struct ArchiveReader: DocumentReader {
    /// The format it reads.
    public let type: DocumentType
    package var limits = ContainerLimits()

    /// Names of members in the list; of those beyond, only the number is told.
    private static let maximumListed = 5_000

    /// Creates a reader of one of the formats of archives.
    public init(type: DocumentType) { self.type = type }

    /// Unpacks an archive in memory.
    ///
    /// - Throws: a ``DocumentError``: `damaged`, `passwordNeeded`, `limitExceeded`, or `noText` where nothing is in it;
    ///   `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let container = try Container(
                bytes, file: name, layout: type == .zip ? .zip : .any, limits: limits, cancellation: cancellation)
            var children = ChildFiles()
            var diagnostics: [Diagnostic] = []
            var leftOut = 0
            try container.forEachMember { member in
                guard Self.isWanted(member.name), member.size != 0 else {
                    leftOut += 1
                    return true
                }
                do {
                    children.add(member.name, try member.read())
                } catch let error as DocumentError where error.code == .damaged {
                    diagnostics.append(Diagnostic(severity: .error, code: "damaged", message: error.message))
                }
                return true
            }
            return try document(children, container.diagnostics + diagnostics, leftOut: leftOut, name: name)
        }
    }

    private func document(
        _ children: ChildFiles, _ diagnostics: [Diagnostic], leftOut: Int, name: String
    ) throws -> Document {
        guard !children.files.isEmpty else {
            if let damage = diagnostics.first { throw DocumentError(.damaged, "\(name): \(damage.message)") }
            let reason = leftOut > 0 ? "only hidden or empty files, or pictures, are in it" : "nothing is in it"
            throw DocumentError(.noText, "\(name) holds no document: \(reason)")
        }
        var collector = BlockCollector()
        for child in children.files.prefix(Self.maximumListed) {
            try collector.append(.listItem, child.name, at: Location())
        }
        let more = children.files.count - Self.maximumListed
        if more > 0 { try collector.append(.paragraph, "and \(more) more files", at: Location()) }
        return Document(type: type, blocks: collector.blocks, diagnostics: diagnostics, children: children.files)
    }

    private static func isWanted(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        return !parts.contains { $0.hasPrefix(".") || ProgramFolders.names.contains(String($0)) }
            && !DocumentType.isPicture(named: name)
    }
}
