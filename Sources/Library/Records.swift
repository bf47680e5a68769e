public import Documents
public import Foundation

/// The SHA-256 of a document's bytes, in lower-case hexadecimal.
public struct DocumentID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var rawValue: String
    /// Creates an id from 64 hexadecimal digits.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The digits.
    public var description: String { rawValue }
}

/// A document that is to be stored.
public struct NewDocument: Sendable {
    /// The hash of `bytes`.
    public var id: DocumentID
    /// The original bytes.
    public var bytes: Data
    /// The format.
    public var type: DocumentType
    /// The title, if the document states one.
    public var title: String?
    /// Pages, for paged formats.
    public var pageCount: Int?
    /// What went wrong while reading.
    public var diagnostics: [Diagnostic]
    /// What was taken from it and what was left.
    public var ledger: ExtractionLedger?
    /// The chunks, in order.
    public var chunks: [NewChunk]

    /// Creates a document.
    public init(
        id: DocumentID, bytes: Data, type: DocumentType, title: String?, pageCount: Int?, diagnostics: [Diagnostic],
        ledger: ExtractionLedger? = nil, chunks: [NewChunk]
    ) {
        self.id = id
        self.bytes = bytes
        self.type = type
        self.title = title
        self.pageCount = pageCount
        self.diagnostics = diagnostics
        self.ledger = ledger
        self.chunks = chunks
    }
}

/// A document that is stored part by part, since it is too long to be held in memory.
public struct LongDocument: Sendable {
    /// Some of a document, from its start to its end.
    public struct Part: Sendable {
        /// The original bytes.
        public var bytes: Data
        /// The chunks, in order.
        public var chunks: [NewChunk]
        /// What went wrong while reading it.
        public var diagnostics: [Diagnostic]
        /// What was taken from it and what was left.
        public var ledger: ExtractionLedger

        /// Creates a part.
        public init(bytes: Data, chunks: [NewChunk], diagnostics: [Diagnostic], ledger: ExtractionLedger) {
            self.bytes = bytes
            self.chunks = chunks
            self.diagnostics = diagnostics
            self.ledger = ledger
        }
    }

    /// The hash of all bytes.
    public var id: DocumentID
    /// The format.
    public var type: DocumentType
    /// Starts at the first part; what it gives is called for one part after the other, on one thread at a time, and gives nil
    /// behind the last. An error that it throws ends the storing, and nothing of the document stays.
    public var open: @Sendable () throws -> @Sendable () throws -> Part?

    /// Creates a document.
    public init(
        id: DocumentID, type: DocumentType, open: @escaping @Sendable () throws -> @Sendable () throws -> Part?
    ) {
        self.id = id
        self.type = type
        self.open = open
    }
}

/// The unit that is embedded and searched.
public struct NewChunk: Sendable, Hashable {
    /// The blocks' texts, joined by line feeds. What is quoted comes from here.
    public var text: String
    /// The headings above it, outermost first.
    public var headings: [String]
    /// The blocks it is made of, in order, as ranges of `text`.
    public var pieces: [Piece]
    /// Length in the embedder's tokens, headings included.
    public var tokenCount: Int

    /// Creates a chunk.
    public init(text: String, headings: [String], pieces: [Piece], tokenCount: Int) {
        self.text = text
        self.headings = headings
        self.pieces = pieces
        self.tokenCount = tokenCount
    }

    /// A run of the chunk's text that came from one block.
    public struct Piece: Sendable, Hashable, Codable {
        /// UTF-8 offsets into the chunk's text.
        public var range: Range<Int>
        /// What the block was.
        public var kind: Block.Kind
        /// Where the block (or the part of it that is here) stands.
        public var location: Location

        /// Creates a piece.
        public init(range: Range<Int>, kind: Block.Kind, location: Location) {
            self.range = range
            self.kind = kind
            self.location = location
        }
    }
}

/// A chunk as the library holds it.
public struct StoredChunk: Sendable, Hashable {
    /// The chunk's number in the library.
    public var id: Int64
    /// Its document.
    public var document: DocumentID
    /// The name under which the profile has the document; "" where no profile was asked for.
    public var file: String
    /// The document's title, if it states one.
    public var title: String?
    /// Its place among the document's chunks, from 0.
    public var ordinal: Int
    /// Text, headings, pieces.
    public var content: NewChunk

    /// Creates a chunk.
    public init(id: Int64, document: DocumentID, file: String, title: String?, ordinal: Int, content: NewChunk) {
        self.id = id
        self.document = document
        self.file = file
        self.title = title
        self.ordinal = ordinal
        self.content = content
    }

    /// What is embedded: heading path, then text. Search sees it; quotes never do.
    public var embeddingText: String {
        var headings = content.headings
        if let title, headings.first != title { headings.insert(title, at: 0) }
        return headings.isEmpty ? content.text : headings.joined(separator: " > ") + "\n" + content.text
    }
}

/// A chunk and how well it matched.
public struct ScoredChunk: Sendable, Hashable {
    /// The chunk's id.
    public var id: Int64
    /// Higher is better; cosine for vectors, BM25 for words.
    public var score: Double

    /// Creates a scored chunk.
    public init(id: Int64, score: Double) {
        self.id = id
        self.score = score
    }
}

/// How a profile refers to a document.
public struct NewFile: Sendable, Hashable, Codable {
    /// The name by which the user added it (relative to the folder given); unique within a profile.
    public var name: String
    /// The absolute path or the web address it came from; nil for standard input.
    public var path: String?
    /// Size in bytes when it was read.
    public var size: Int
    /// Modification time when it was read, in nanoseconds since 1970; nil for standard input and for web addresses.
    public var modified: Int64?
    /// What a web server said about its version.
    public var validators: WebValidators

    /// Creates a file.
    public init(
        name: String, path: String?, size: Int, modified: Int64?, validators: WebValidators = WebValidators()
    ) {
        self.name = name
        self.path = path
        self.size = size
        self.modified = modified
        self.validators = validators
    }
}

/// A file of a profile.
public struct LibraryFile: Sendable, Hashable {
    /// Name, path, size and time.
    public var file: NewFile
    /// The document.
    public var document: DocumentID
    /// The format.
    public var type: DocumentType
    /// How many chunks it has.
    public var chunkCount: Int
    /// Pages, for paged formats.
    public var pageCount: Int?
    /// What went wrong while reading.
    public var diagnostics: [Diagnostic]
    /// What was taken from it and what was left; nil for documents that an older Bespoke read.
    public var ledger: ExtractionLedger?
    /// When it was added.
    public var addedAt: Date
    /// The id of the source that brought it; nil where that is not known.
    public var source: Int64?

    /// Creates a file record.
    public init(
        file: NewFile, document: DocumentID, type: DocumentType, chunkCount: Int, pageCount: Int?,
        diagnostics: [Diagnostic], ledger: ExtractionLedger? = nil, addedAt: Date, source: Int64? = nil
    ) {
        self.file = file
        self.document = document
        self.type = type
        self.chunkCount = chunkCount
        self.pageCount = pageCount
        self.diagnostics = diagnostics
        self.ledger = ledger
        self.addedAt = addedAt
        self.source = source
    }
}

/// A row of `list`.
public struct ProfileSummary: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The engine, nil for the default.
    public var engine: String?
    /// How many files it has.
    public var fileCount: Int
    /// How many chunks they have.
    public var chunkCount: Int
    /// When the profile was last changed.
    public var updatedAt: Date

    /// Creates a summary.
    public init(name: String, engine: String?, fileCount: Int, chunkCount: Int, updatedAt: Date) {
        self.name = name
        self.engine = engine
        self.fileCount = fileCount
        self.chunkCount = chunkCount
        self.updatedAt = updatedAt
    }
}

/// What an embedder's vectors may be compared with: only vectors of the same space.
public struct VectorSpace: Sendable, Hashable, Codable {
    /// Names model and version, for instance "all-MiniLM-L6-v2".
    public var name: String
    /// Floats a vector.
    public var dimension: Int

    /// Creates a space.
    public init(name: String, dimension: Int) {
        self.name = name
        self.dimension = dimension
    }
}

/// Which embedder's vectors a library searches.
public struct EmbedderChoice: Sendable, Hashable {
    /// The name of its vector space; nil for the one that the program uses by default.
    public var current: String?
    /// That of the one before, whose vectors are still there; nil where there was none.
    public var former: String?

    /// Creates a choice; by default that of a library in which none was made.
    public init(current: String? = nil, former: String? = nil) {
        self.current = current
        self.former = former
    }
}

/// Counts over the whole library.
public struct LibraryStatistics: Sendable, Hashable {
    /// Profiles.
    public var profiles = 0
    /// Documents.
    public var documents = 0
    /// Chunks.
    public var chunks = 0
    /// Vectors, over all spaces.
    public var vectors = 0
    /// Bytes of the database file, without its write-ahead log.
    public var bytes: Int64 = 0
    /// Version of the schema.
    public var schemaVersion = 0

    /// Creates empty counts.
    public init() {}
}

/// Something that `verify` found wrong.
public struct LibraryProblem: Sendable, Hashable {
    /// A stable name: `orphanChunk`, `missingFullText`, `orphanVector`, `damagedDatabase`, …
    public var code: String
    /// What is wrong, with numbers, and what to do.
    public var message: String

    /// Creates a problem.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// Why the library refused or failed.
public struct LibraryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name, safe to log.
    public enum Code: String, Sendable, Codable {
        case profileNotFound, profileExists, invalidName, invalidSetting, fileNotFound, fileExists, documentNotFound
        case conversationNotFound
        case busy, diskFull, damaged, permissionDenied, newerSchema, dimensionMismatch, failed
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed, with which value, why, and what to do.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
