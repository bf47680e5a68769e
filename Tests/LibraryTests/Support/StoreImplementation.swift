import Foundation
import Library

/// A kind of store. The tests of the folder `Compatibility` are run against each, and know nothing of any.
struct StoreImplementation: Sendable {
    /// Opens the store of a folder, and makes it where there is none; twice for two processes.
    let open: @Sendable (URL) async throws -> any LibraryStore

    /// All kinds.
    static let all = [StoreImplementation { try SQLiteLibrary(at: $0) }]
}

/// Calls `body` with an empty store of each kind, which has a profile named "p".
func withStore(_ body: (any LibraryStore) async throws -> Void) async throws {
    try await withStores { store, _ in try await body(store) }
}

/// The same, with the store opened twice, as by two processes.
func withStores(_ body: (_ one: any LibraryStore, _ other: any LibraryStore) async throws -> Void) async throws {
    for implementation in StoreImplementation.all {
        try await withFolder { folder in
            let store = try await implementation.open(folder)
            _ = try await store.create(Profile(name: "p"))
            try await body(store, try await implementation.open(folder))
        }
    }
}
