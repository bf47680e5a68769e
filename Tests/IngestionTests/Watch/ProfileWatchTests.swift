import Foundation
import Ingestion
import Synchronization
import TestSupport
import Testing

/// Keeping a profile up to date.
struct ProfileWatchTests {
    /// Runs a watch and hands its rounds to `body` as they come.
    private func watching(
        _ shop: Workshop, interval: Double = 3_600, _ body: @escaping @Sendable (Rounds) async throws -> Void
    ) async throws {
        var watch = ProfileWatch(shop.sources(), profile: "p")
        watch.debounce = 0.05
        watch.interval = interval
        let rounds = Rounds()
        try await withThrowingTaskGroup(of: Void.self) { [watch] group in
            group.addTask { try? await watch.run { rounds.append($0) } }
            group.addTask { try await body(rounds) }
            // The watch ends only when it is told to.
            try await group.next()
            group.cancelAll()
        }
    }

    #if os(Linux)
        @Test("New, changed, moved and removed files are seen, in new folders too", .timeLimit(.minutes(1)))
        func folder() async throws {
            try await Workshop.run { shop in
                try shop.folder.write(["docs/a.md": "A."])
                try await shop.addSources("docs")
                let files = shop.folder
                try await watching(shop) { rounds in
                    #expect(try await rounds.next() == [])
                    try files.write(["docs/b.md": "B."])
                    #expect(try await rounds.next() == [.added("b.md")])
                    try files.write(["docs/new/deep/c.md": "C."])
                    #expect(try await rounds.next() == [.added("new/deep/c.md")])
                    try files.write(["docs/new/deep/c.md": "Changed."])
                    #expect(try await rounds.next() == [.updated("new/deep/c.md")])
                    try FileManager.default.moveItem(
                        at: files.appending(path: "docs/b.md"), to: files.appending(path: "docs/new/b.md"))
                    #expect(try await rounds.next() == [.moved(from: "b.md", to: "new/b.md")])
                    try FileManager.default.removeItem(at: files.appending(path: "docs/a.md"))
                    #expect(try await rounds.next() == [.removed("a.md")])
                }
            }
        }

        @Test("Nothing happens where nothing changes, nor where only others' files do", .timeLimit(.minutes(1)))
        func rest() async throws {
            try await Workshop.run { shop in
                try shop.folder.write(["a.md": "A.", "docs/b.md": "B."])
                try await shop.addSources("a.md", "docs")
                let files = shop.folder
                try await watching(shop) { rounds in
                    #expect(try await rounds.next() == [])
                    try files.write(["other.md": "Other.", "docs/.hidden": "Hidden."])
                    try await Task.sleep(for: .milliseconds(400))
                    #expect(rounds.count == 1)
                    try files.write(["a.md": "Changed."])
                    #expect(try await rounds.next() == [.updated("a.md")])
                }
            }
        }

        @Test("A folder that goes away and comes back is followed", .timeLimit(.minutes(1)))
        func comesBack() async throws {
            try await Workshop.run { shop in
                try shop.folder.write(["docs/a.md": "A."])
                try await shop.addSources("docs")
                let files = shop.folder
                try await watching(shop) { rounds in
                    #expect(try await rounds.next() == [])
                    try FileManager.default.moveItem(
                        at: files.appending(path: "docs"), to: files.appending(path: "away"))
                    while try await rounds.nextRound().report.failed.isEmpty {}
                    try files.write(["away/b.md": "B."])
                    try FileManager.default.moveItem(
                        at: files.appending(path: "away"), to: files.appending(path: "docs"))
                    var changes: [FileChange] = []
                    while changes.isEmpty { changes = try await rounds.next() }
                    #expect(changes == [.added("b.md")])
                }
            }
        }
    #endif

    @Test("Web addresses are asked at the interval", .timeLimit(.minutes(1)))
    func web() async throws {
        let server = try WebServer(["/": .init("<html><body><p>Page.</p></body></html>")])
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/"))
            let address = server.url("/")
            try await watching(shop, interval: 0.2) { rounds in
                #expect(try await rounds.next() == [])
                server["/"] = .init("<html><body><p>New page.</p></body></html>")
                var changes: [FileChange] = []
                while changes.isEmpty { changes = try await rounds.next() }
                #expect(changes == [.updated(address)])
            }
        }
    }
}

/// The rounds of a watch.
final class Rounds: Sendable {
    private let all = Mutex<[ProfileWatch.Round]>([])
    private let taken = Mutex(0)

    var count: Int { all.withLock { $0.count } }

    func append(_ round: ProfileWatch.Round) { all.withLock { $0.append(round) } }

    /// The next round, when it is there.
    func nextRound() async throws -> ProfileWatch.Round {
        while true {
            let number = taken.withLock { $0 }
            if let round = all.withLock({ $0.indices.contains(number) ? $0[number] : nil }) {
                taken.withLock { $0 += 1 }
                return round
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The changes of the next round that has changes, or of the very first.
    func next() async throws -> [FileChange] {
        while true {
            let isFirst = taken.withLock { $0 == 0 }
            let round = try await nextRound()
            if isFirst || !round.changes.isEmpty { return round.changes }
        }
    }
}
