internal import Documents
public import Foundation

/// One input of an ingest: where its bytes are, and what to call it.
public struct Source: Sendable, Hashable {
    /// Where the bytes are.
    public enum Content: Sendable, Hashable {
        /// A file, by its absolute path.
        case file(path: String)
        /// Standard input, read to its end.
        case standardInput
        /// Bytes that are in memory already.
        case bytes(Data)
    }

    /// The document's name: relative to the folder or pattern that it was found by, or as the file was named.
    public var name: String
    /// Where the bytes are.
    public var content: Content

    /// Creates a source.
    public init(name: String, content: Content) {
        self.name = name
        self.content = content
    }

    /// How many bytes are in memory already.
    var byteCount: Int {
        guard case .bytes(let bytes) = content else { return 0 }
        return bytes.count
    }

    /// The absolute path; nil for what is not a file.
    public var path: String? {
        guard case .file(let path) = content else { return nil }
        return path
    }
}

/// Which files of a folder are taken.
public struct SourceRules: Sendable, Hashable {
    /// The size in bytes up to which a file is read. The default is 256 MiB.
    public var maximumBytes = 268_435_456
    /// Files that hold rules in the form of `.gitignore`; of two in one folder the later name is the stronger.
    /// The default is `.gitignore` and `.bespokeignore`.
    public var ruleFiles = [".gitignore", ".bespokeignore"]
    /// Names that are passed over wherever they are.
    public var ignoredNames = ProgramFolders.names
    /// Whether files and folders whose names begin with a full stop are taken. The default is false.
    public var includesHidden = false
    /// How deep folders may be nested. The default is 100.
    public var maximumDepth = 100

    /// Creates the default rules.
    public init() {}
}
