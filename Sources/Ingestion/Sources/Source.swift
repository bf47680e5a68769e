internal import Documents
public import Foundation
public import Library

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
        /// What was fetched from the web address that is the source's name. `typeName` is a name by whose ending the format is told
        /// where the content leaves it open.
        case web(Data, typeName: String, validators: WebValidators)
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
        switch content {
        case .bytes(let bytes), .web(let bytes, _, _): bytes.count
        case .file, .standardInput: 0
        }
    }

    /// The absolute path or the web address; nil for what is in no place.
    public var path: String? {
        switch content {
        case .file(let path): path
        case .web: name
        case .standardInput, .bytes: nil
        }
    }

    /// By whose ending the format is told where the content leaves it open; nil where that is the document's name.
    var typeName: String? {
        guard case .web(_, let typeName, _) = content else { return nil }
        return typeName
    }
}

/// Which files of a folder are taken.
public struct SourceRules: Sendable, Hashable {
    /// The size in bytes up to which a file is read; plain text, which needs not be in memory whole, may have more. The default is
    /// 256 MiB.
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
