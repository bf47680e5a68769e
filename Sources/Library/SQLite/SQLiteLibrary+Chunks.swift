internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// Chunks that wait for their vector, ascending; reads no more than it returns.
    public func chunksWithoutVector(
        in space: VectorSpace, profile: String?, after: Int64, limit: Int
    ) async throws -> [StoredChunk] {
        guard limit > 0 else { return [] }
        let scopes = scopes
        return try await read { database in
            let id = try profile.map { try ProfileRow.id(of: $0, in: database) }
            let scope = try scopes.scope(of: id, in: database)
            let layout = try VectorTable.layout(of: space, in: database)
            var missing: [Int64] = []
            try PendingVectors.forEach(after: after, scope: scope, layout: layout, in: database) { chunk in
                missing.append(chunk)
                return missing.count < limit
            }
            return try ChunkRow.chunks(missing, profile: id, in: database)
        }
    }

    /// How many chunks wait for their vector.
    public func pendingVectors(in space: VectorSpace, profile: String?) async throws -> Int {
        let (scopes, vectorCache) = (scopes, vectorCache)
        return try await read { database in
            let id = try profile.map { try ProfileRow.id(of: $0, in: database) }
            let scope = try scopes.scope(of: id, in: database)
            let layout = try VectorTable.layout(of: space, in: database)
            let index = try layout.flatMap { try vectorCache.loaded($0, in: database) }
            return try PendingVectors.count(scope: scope, layout: layout, index: index, in: database)
        }
    }

    /// Packs vectors into blocks; a chunk's earlier vector of the same space is replaced.
    ///
    /// - Throws: ``LibraryError`` with `dimensionMismatch`, or `failed` for a value that is no finite number.
    public func store(_ vectors: [(chunk: Int64, vector: [Float])], in space: VectorSpace) async throws {
        for (chunk, vector) in vectors {
            try check(vector, in: space, what: "the vector of chunk \(chunk)")
        }
        guard !vectors.isEmpty else { return }
        try await write { database in
            let layout = try VectorTable.makeLayout(of: space, in: database)
            var packed = PackedVectors(vectors, layout: layout)
            packed.keep(try DocumentRow.existing(among: packed.chunks, in: database))
            try VectorTable.store(packed, in: database)
        }
    }

    /// Chunks of the profile by id; those of other profiles are left out.
    public func chunks(_ ids: [Int64], profile: String) async throws -> [StoredChunk] {
        let scopes = scopes
        return try await read { database in
            let id = try ProfileRow.id(of: profile, in: database)
            let scope = try scopes.scope(of: id, in: database)
            return try ChunkRow.chunks(ids.filter(scope.contains), profile: id, in: database)
        }
    }

    /// Neighbouring chunks of one document; empty where the profile does not have it.
    public func chunks(
        of document: DocumentID, ordinals: ClosedRange<Int>, profile: String
    ) async throws -> [StoredChunk] {
        let scopes = scopes
        return try await read { database in
            let id = try ProfileRow.id(of: profile, in: database)
            let row = try Row.fetchOne(
                database, sql: "SELECT first_chunk, chunk_count FROM document WHERE hash = ?",
                arguments: [document.rawValue])
            guard let row else { return [] }
            let all = try DocumentRow.chunks(first: row.decode(atIndex: 0), count: row.decode(atIndex: 1))
            let scope = try scopes.scope(of: id, in: database)
            let wanted = (0..<all.count).clamped(
                to: ordinals.lowerBound..<max(ordinals.upperBound, ordinals.upperBound &+ 1))
            guard scope.contains(all.lowerBound) else { return [] }
            return try ChunkRow.chunks(wanted.map { all.lowerBound + Int64($0) }, profile: id, in: database)
        }
    }

    /// The vectors, to about a thousandth of their largest numbers.
    public func vectors(of chunks: [Int64], in space: VectorSpace) async throws -> [Int64: [Float]] {
        let vectorCache = vectorCache
        return try await read { database in
            guard let layout = try VectorTable.layout(of: space, in: database) else { return [:] }
            let rests = VectorRests(try vectorCache.index(layout, in: database), in: database)
            var vectors: [Int64: [Float]] = [:]
            for chunk in chunks.sorted() { vectors[chunk] = try rests.vector(of: chunk) }
            return vectors
        }
    }

    /// - Throws: ``LibraryError`` with `dimensionMismatch`, or `failed` for a number that is none.
    func check(_ vector: [Float], in space: VectorSpace, what: String) throws {
        guard vector.count == space.dimension else {
            throw LibraryError(
                .dimensionMismatch,
                "\(what) has \(vector.count) floats, but \(space.name) has \(space.dimension); use the embedder "
                    + "of that name"
            )
        }
        guard vector.allSatisfy(\.isFinite) else {
            throw LibraryError(
                .failed, "\(what) has a value that is infinite or no number; check the embedder \(space.name)")
        }
    }
}
