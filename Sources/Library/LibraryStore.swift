public import Foundation

/// Everything on disk that belongs to one user: profiles, documents, chunks, vectors,
/// conversations.
///
/// Each method that writes is one transaction: after `kill -9` it happened whole or not at all.
/// Every method throws a ``LibraryError``.
public protocol LibraryStore: Sendable {
    // MARK: Profiles

    /// Adds a profile. - Throws: `profileExists`, `invalidName`, `invalidSetting`.
    func create(_ profile: Profile) async throws -> Profile
    /// All profiles with their file counts, by name.
    func profiles() async throws -> [ProfileSummary]
    /// - Throws: `profileNotFound`, whose message suggests the nearest name.
    func profile(named name: String) async throws -> Profile
    /// Changes a profile and makes a numbered version of it; an edit that changes nothing makes none.
    func update(profile name: String, _ change: @escaping @Sendable (inout Profile) throws -> Void) async throws
        -> Profile
    /// Renames a profile; a version of its own.
    func rename(profile name: String, to newName: String) async throws -> Profile
    /// Copies a profile with its settings and files (documents are shared, nothing is embedded again).
    func clone(profile name: String, as newName: String) async throws -> Profile
    /// Deletes a profile and every document that no other profile uses.
    func delete(profile name: String) async throws
    /// All versions of a profile, newest first.
    func versions(ofProfile name: String) async throws -> [Profile]

    // MARK: Files

    /// The files of a profile, by name.
    func files(ofProfile name: String) async throws -> [LibraryFile]
    /// A digest of the names of a profile's files and of their bytes: the same as long as nothing is added, changed or removed.
    func digest(ofProfile name: String) async throws -> String
    /// Whether the library holds a document with these bytes, read and chunked.
    func hasDocument(_ id: DocumentID) async throws -> Bool
    /// Puts a document with its bytes, chunks and full-text rows into the library and makes it a file of the profile,
    /// in one
    /// transaction. A file of the same name is replaced, and its document deleted where nobody else uses it.
    func add(_ document: NewDocument, as file: NewFile, toProfile name: String) async throws
    /// The same for a document that comes in parts, still in one transaction: other processes read meanwhile, and wait with what
    /// they write.
    ///
    /// - Returns: how many chunks the document has.
    /// - Throws: also what the document's parts throw.
    func add(_ document: LongDocument, as file: NewFile, toProfile name: String) async throws -> Int
    /// Makes a document that the library already holds a file of the profile (replacing one of the same name).
    func attach(_ id: DocumentID, as file: NewFile, toProfile name: String) async throws
    /// Removes files from a profile, with what was inside them, such as members of an archive: files without a path of their own
    /// whose names begin with the file's name and `/`. Of documents that nobody else uses nothing remains, and the database file
    /// shrinks.
    /// - Returns: the names of all that was removed, in order of their bytes.
    /// - Throws: `fileNotFound`, whose message suggests the nearest name.
    @discardableResult
    func remove(files: [String], fromProfile name: String) async throws -> [String]
    /// The original bytes of a document.
    func bytes(of id: DocumentID) async throws -> Data

    /// Puts new documents in their places in the indexes; call it at the end of a batch of `add` and `attach`. Until then they are found
    /// too.
    func settle() async throws
    /// The same, and gives the space of replaced documents back. Removing files and deleting profiles does that by itself.
    func compact() async throws

    // MARK: Sources

    /// What the profile's files were added from, in the order in which they were first added.
    func sources(ofProfile name: String) async throws -> [LibrarySource]
    /// Paths and web addresses that the user removed from the profile, and that sources do not bring back.
    func excludedPaths(ofProfile name: String) async throws -> Set<String>
    /// Remembers a source, or its new kind and options where the profile has one with this argument.
    /// - Returns: the source's id.
    func remember(_ source: NewSource, ofProfile name: String) async throws -> Int64
    /// Says which source brought files; names that are not there are passed over. What was excluded of it is no longer.
    func assign(_ files: [String], toSource id: Int64, ofProfile name: String) async throws
    /// Gives a file another name, path and time, and what was inside it names that begin with the new one.
    /// - Throws: `fileNotFound`; `fileExists` where the profile has a file of the new name.
    func move(file: String, to new: NewFile, inProfile name: String) async throws
    /// Removes files as ``remove(files:fromProfile:)``, and remembers that it was the user who did: their sources do not bring them
    /// back. A source of which the file is all goes with it. A name may also be the argument of a source, which goes with all its
    /// files.
    /// - Returns: the names of all files that were removed, in order of their bytes.
    /// - Throws: `fileNotFound`, whose message suggests the nearest name.
    @discardableResult
    func withdraw(_ names: [String], fromProfile name: String) async throws -> [String]

    // MARK: Chunks and vectors

    /// Up to `limit` chunks of the profile (nil: of all profiles) that have no vector of `space` yet, in order of their
    /// id after `after`.
    func chunksWithoutVector(in space: VectorSpace, profile: String?, after: Int64, limit: Int) async throws
        -> [StoredChunk]
    /// Stores vectors for chunks; chunks that were deleted meanwhile are passed over. `vectors` is [chunks,
    /// space.dimension].
    func store(_ vectors: [(chunk: Int64, vector: [Float])], in space: VectorSpace) async throws
    /// How many chunks of the profile have no vector of `space`.
    func pendingVectors(in space: VectorSpace, profile: String?) async throws -> Int
    /// Chunks by id, in the order asked; ids that are gone are left out.
    func chunks(_ ids: [Int64], profile: String) async throws -> [StoredChunk]
    /// The chunks of one document with an ordinal in `ordinals`, in order.
    func chunks(of document: DocumentID, ordinals: ClosedRange<Int>, profile: String) async throws -> [StoredChunk]

    // MARK: The embedder

    /// The embedder whose vectors are searched, and the one before it.
    func embedderChoice() async throws -> EmbedderChoice
    /// Searches the vectors of `space` from now on, if every chunk has one; vectors of other spaces are deleted but for those of
    /// `former`, to which one can go back.
    ///
    /// - Returns: whether every chunk has one; false changes nothing.
    func use(embedder space: VectorSpace, insteadOf former: String) async throws -> Bool

    // MARK: Search

    /// The best chunks of the profile by BM25 over text and headings; any word counts and none is required. Higher
    /// scores are better.
    func fullTextSearch(_ query: String, profile: String, limit: Int) async throws -> [ScoredChunk]
    /// The chunks of the profile nearest to `vector` by cosine, best first.
    func vectorSearch(_ vector: [Float], in space: VectorSpace, profile: String, limit: Int) async throws
        -> [ScoredChunk]
    /// The stored vectors of chunks, where there are any.
    func vectors(of chunks: [Int64], in space: VectorSpace) async throws -> [Int64: [Float]]

    // MARK: Conversations

    /// Keeps answers as the next turns of a conversation, or of a new one that is named after the first question. What holds the words of
    /// a document that the profile no longer has is left out.
    ///
    /// - Parameters:
    ///   - conversation: its id, or that of one of its answers; nil makes a new one.
    ///   - replaced: the id of an answer in whose place the first one comes; nil for none.
    /// - Throws: `profileNotFound`; `conversationNotFound`, also where the conversation is another profile's.
    func keep(
        _ answers: [AnswerContent], inConversation conversation: String?, replacing replaced: String?,
        ofProfile name: String
    ) async throws -> [StoredAnswer]
    /// All conversations of a profile (nil: of all profiles), last changed first.
    func conversations(ofProfile name: String?) async throws -> [ConversationSummary]
    /// A conversation by its id or that of one of its answers. - Throws: `conversationNotFound`.
    func conversation(_ id: String) async throws -> ConversationSummary
    /// The answers of a conversation, in order. - Throws: `conversationNotFound`.
    func answers(inConversation id: String) async throws -> [StoredAnswer]
    /// An answer by its id, or the last one of the conversation of that id. - Throws: `conversationNotFound`.
    func answer(_ id: String) async throws -> StoredAnswer
    /// The answers of a profile (nil: of all profiles) whose question or text holds every word of the query, newest first.
    func answers(matching query: String, ofProfile name: String?, limit: Int) async throws -> [StoredAnswer]
    /// What was asked of a profile last, at most `limit` questions, oldest first, each once.
    func questions(ofProfile name: String, limit: Int) async throws -> [String]
    /// Gives a conversation another name. - Throws: `conversationNotFound`.
    func rename(conversation id: String, to name: String) async throws
    /// Deletes an answer, and its conversation where it was the last one. - Throws: `conversationNotFound`.
    func delete(answer id: String) async throws
    /// Deletes all of these conversations, or, where one is not there, none. - Throws: `conversationNotFound`.
    func delete(conversations ids: [String]) async throws

    // MARK: Looking inside

    /// Counts for `doctor` and `list`.
    func statistics() async throws -> LibraryStatistics
    /// Accounts for every chunk, full-text row, vector and byte; an empty result means a sound library.
    func verify() async throws -> [LibraryProblem]
}

extension LibraryStore {
    /// Nothing, for stores that put documents in their places at once.
    public func settle() async throws {}
    /// Nothing, for stores that leave nothing behind.
    public func compact() async throws {}
}
