/// What an ingest did.
public struct IngestReport: Sendable, Hashable {
    /// Files that the profile did not have.
    public var added = 0
    /// Files of which the profile had an older version.
    public var updated = 0
    /// Files that are as they were.
    public var unchanged = 0
    /// Files that were taken away: those that a former version of an archive or message had in it, and in a sync those that their
    /// source has no more.
    public var removed = 0
    /// Files that a sync found under another path, with the same bytes.
    public var moved = 0
    /// Inputs that were not added, with the reason.
    public var failed: [IngestFailure] = []
    /// Files in folders, archives and messages that were left out: of a type that nothing reads, pipes and the like, links that lead nowhere.
    public var skipped = 0
    /// Chunks of the files added and updated.
    public var chunks = 0
    /// Chunks that were embedded, those that an earlier ingest had left open included.
    public var embedded = 0
    /// Chunks of the profile that have no vector yet and are found by their words only.
    public var pending = 0
    /// Bytes of the files that were read.
    public var bytes = 0
    /// How long it took, in seconds.
    public var seconds = 0.0

    /// Creates an empty report.
    public init() {}

    /// Adds what another part of the same ingest did, but for the time.
    mutating func merge(_ other: IngestReport) {
        added += other.added
        updated += other.updated
        unchanged += other.unchanged
        removed += other.removed
        moved += other.moved
        failed += other.failed
        skipped += other.skipped
        chunks += other.chunks
        embedded += other.embedded
        pending = max(pending, other.pending)
        bytes += other.bytes
    }
}

/// How far an ingest is.
public struct IngestProgress: Sendable, Hashable {
    /// What is being done.
    public enum Phase: String, Sendable { case reading, embedding }

    /// What is being done.
    public var phase = Phase.reading
    /// Files that are done, and files in all.
    public var filesDone = 0
    /// Files in all.
    public var filesTotal = 0
    /// Bytes read so far.
    public var bytesDone = 0
    /// Chunks embedded so far.
    public var chunksDone = 0
    /// Chunks to embed in all; 0 until reading is over.
    public var chunksTotal = 0
    /// Tokens embedded so far.
    public var tokensDone = 0
    /// The document that is being worked on.
    public var current = ""

    /// Creates the state before the first file.
    public init() {}
}
