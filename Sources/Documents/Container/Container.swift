package import Foundation

/// An archive in memory: lists its members and unpacks them, within bounds. No file is ever written.
///
/// ```swift
/// let container = try Container(bytes, file: "report.docx")
/// let part = try container.data(of: "word/document.xml")
/// ```
///
/// A member whose name would leave the folder it is unpacked to is not listed. Of a zip archive that is cut off, the
/// members before the cut are there. To be used by one thread.
package final class Container {
    /// How the archive is laid out.
    package enum Layout: Sendable {
        /// A zip archive with its directory: any member can be read without its neighbours.
        case zip
        /// Whatever libarchive knows: zip, tar (packed or not), 7-Zip. Read from start to end.
        case any
    }

    /// The members' names in the archive's order, with `/` between folders; of two with one name the first counts.
    package private(set) var names: [String] = []
    /// What was wrong with the archive: members that are damaged, or the end that is missing.
    package private(set) var diagnostics: [Diagnostic] = []

    private let bytes: Data
    private let file: String
    private let layout: Layout
    private let limits: ContainerLimits
    private let cancellation: Cancellation
    /// Places in the archive by name, and by name in small letters.
    private var places: [String: Int] = [:]
    private var budget: UnpackingBudget
    private var isCutOff = false

    /// Opens an archive and lists its members.
    ///
    /// - Parameters:
    ///   - bytes: the whole archive.
    ///   - file: its name, for messages.
    /// - Throws: a ``DocumentError``: `damaged` if nothing can be listed, `limitExceeded`; or `CancellationError`.
    package init(
        _ bytes: Data, file: String, layout: Layout = .zip, limits: ContainerLimits = ContainerLimits(),
        cancellation: Cancellation = Cancellation()
    ) throws {
        self.bytes = bytes
        self.file = file
        self.layout = layout
        self.limits = limits
        self.cancellation = cancellation
        budget = UnpackingBudget(limits: limits, packedBytes: bytes.count, file: file)
        var names: [String] = []
        try forEachMember { member in
            if places[member.name] == nil {
                names.append(member.name)
                places[member.name] = member.place
                let folded = member.name.lowercased()
                if places[folded] == nil { places[folded] = member.place }
            }
            return true
        }
        self.names = names
    }

    /// The unpacked bytes of a member; nil where there is none of that name. Capitals do not matter where only one fits.
    ///
    /// - Throws: a ``DocumentError``: `damaged`, `passwordNeeded`, `limitExceeded`; or `CancellationError`.
    package func data(of name: String) throws -> Data? {
        guard let place = places[name] ?? places[name.lowercased()] else { return nil }
        var result: Data?
        try forEachMember { member in
            guard member.place == place else { return true }
            result = try member.read()
            return false
        }
        return result
    }

    /// Goes through the files of the archive in its order until `body` returns false.
    ///
    /// - Throws: what `body` throws; a ``DocumentError`` as with ``data(of:)``; `CancellationError`.
    package func forEachMember(_ body: (ContainerMember) throws -> Bool) throws {
        var place = 0
        do {
            try pass(&place, body)
        } catch let failure as ArchiveStream.Failure {
            guard place == 0 else { return note("the archive is cut off or damaged (\(failure.reason))") }
            guard layout == .zip, !isCutOff else { throw failure.documentError(file) }
            // The directory at the end is missing: the members are found by going through the archive.
            isCutOff = true
            note("the archive is cut off or damaged (\(failure.reason))")
            try forEachMember(body)
        }
    }

    private func pass(_ place: inout Int, _ body: (ContainerMember) throws -> Bool) throws {
        try bytes.withUnsafeBytes { raw in
            try ArchiveStream.withUTF8Names {
                let stream = try ArchiveStream(raw, layout: isCutOff ? .any : layout, file: file)
                defer { stream.close() }
                while let header = try stream.next() {
                    try cancellation.check()
                    guard place < limits.members else {
                        throw DocumentError(
                            .limitExceeded,
                            "\(file) has more than \(limits.members) members; unpack it and add what matters")
                    }
                    let member = ContainerMember(
                        name: header.name, size: header.size, place: place, isEncrypted: header.isEncrypted,
                        read: { [self] in try read(stream, header) })
                    place += 1
                    if header.isFile, header.isSafe, try !body(member) { break }
                    if !stream.skipsFreely, !stream.isRead { try stream.skip(budget: &budget, cancellation) }
                }
            }
        }
    }

    private func read(_ stream: ArchiveStream, _ header: ArchiveStream.Header) throws -> Data {
        guard !header.isEncrypted else {
            throw DocumentError(
                .passwordNeeded, "\(file) is protected by a password; save a copy without one and add that")
        }
        do {
            return try stream.read(budget: &budget, cancellation)
        } catch let error as ArchiveStream.Failure {
            note("\(header.name) in it is damaged (\(error.reason))")
            guard let partial = error.partial, !partial.isEmpty else { throw error.documentError(file) }
            return partial
        }
    }

    private func note(_ message: String) {
        let diagnostic = Diagnostic(severity: .error, code: "damaged", message: message)
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
}

/// A file in a ``Container``, while the container goes through its members.
package struct ContainerMember {
    /// The name with its folders.
    package let name: String
    /// The unpacked size in bytes that the archive states; nil where it states none. Not to be trusted.
    package let size: Int?
    let place: Int
    /// Whether a password is needed.
    package let isEncrypted: Bool
    /// The unpacked bytes; can be called once, before the container goes on.
    package let read: () throws -> Data
}
