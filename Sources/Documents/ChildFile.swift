public import Foundation

/// A file inside a document, and a document of its own: a member of an archive, or what is attached to a message.
public struct ChildFile: Sendable, Hashable {
    /// Its name in the document, with `/` between folders; unique there.
    public var name: String
    /// The whole file.
    public var bytes: Data

    /// Creates a file.
    public init(name: String, bytes: Data) {
        self.name = name
        self.bytes = bytes
    }
}

/// Collects the files inside a document under names that are safe and differ.
struct ChildFiles {
    private(set) var files: [ChildFile] = []
    private var names: Set<String> = []

    /// The longest name of a file, in characters.
    private static let nameLength = 200

    /// Adds a file.
    ///
    /// - Parameter name: as the document has it. What is no name, such as `..`, is left out of it.
    mutating func add(_ name: String, _ bytes: Data) {
        let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).map { part in
            String(part.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        }
        let safe = parts.filter { $0 != "." && $0 != ".." }.joined(separator: "/").suffix(Self.nameLength)
        let plain = safe.isEmpty ? "file" : String(safe)
        var unique = plain
        var number = 2
        while !names.insert(unique).inserted {
            unique = Self.numbered(plain, number)
            number += 1
        }
        files.append(ChildFile(name: unique, bytes: bytes))
    }

    /// "report.pdf" as "report (2).pdf".
    private static func numbered(_ name: String, _ number: Int) -> String {
        let start = name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex
        guard let dot = name[start...].lastIndex(of: "."), dot > start else { return "\(name) (\(number))" }
        return "\(name[..<dot]) (\(number))\(name[dot...])"
    }
}
