import Documents
import Evaluation
import Library
import Testing

/// Queries made of chunks.
struct KnownItemQueriesTests {
    @Test("Queries are words of their chunk, rarely of another, and the same in every run")
    func words() {
        let chunks = (0..<50).map { number in
            chunk(number, (0..<20).map { "w\(number)x\($0)" }.joined(separator: " ") + " the")
        }
        let queries = KnownItemQueries(of: chunks).queries(50)
        #expect(queries == KnownItemQueries(of: chunks).queries(50))
        #expect(Set(queries.map(\.chunk)).count == 50)
        var (own, all) = (0, 0)
        for query in queries {
            let words = query.text.split(separator: " ")
            #expect((3...6).contains(words.count) && Set(words).count == words.count)
            own += words.count { $0.hasPrefix("w\(query.chunk)x") }
            all += words.count { $0 != "the" }
        }
        #expect(Double(own) / Double(all) > 0.8 && own < all)
        // A word that all chunks have tells little, so it is drawn less often than others.
        #expect(queries.count { $0.text.split(separator: " ").contains("the") } < 10)
    }

    @Test("Text without spaces is divided, and chunks with few words are left out")
    func scripts() {
        let long = "自然人从事工商业经营，经依法登记，为个体工商户。个体工商户可以起字号，也可以家庭经营。"
        let queries = KnownItemQueries(of: [chunk(1, long), chunk(2, "too short")]).queries(10)
        #expect(queries.map(\.chunk) == [1])
        #expect(queries[0].text.split(separator: " ").allSatisfy { $0.count <= 4 && long.contains($0) })
        #expect(KnownItemQueries(of: []).queries(10).isEmpty)
    }

    private func chunk(_ number: Int, _ text: String) -> StoredChunk {
        StoredChunk(
            id: Int64(number), document: DocumentID(rawValue: "d"), file: "f", title: nil, ordinal: number,
            content: NewChunk(text: text, headings: [], pieces: [], tokenCount: 1))
    }
}
