import Foundation
import Library
import Testing

struct FullTextSearchTests {
    private struct Golden: Decodable {
        struct Query: Decodable {
            var query: String
            var scores: [Double]
        }
        var documents: [String]
        var queries: [Query]
    }

    @Test("Scores are those of bm25s, over the chunks of the profile alone")
    func scores() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/bm25.json")
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
        try await withStore { library async throws in
            _ = try await library.create(Profile(name: "q"))
            let other = NewDocument.sample(["pump pump", "drum nozzle"])
            try await library.add(other, as: .sample("other"), toProfile: "q")
            try await library.add(Array(golden.documents[..<13]), as: "a")
            try await library.add(NewDocument.sample(["hub drum"]), as: .sample("more"), toProfile: "q")
            try await library.add(Array(golden.documents[13...]), as: "b")
            let first = try #require(try await library.fullTextSearch("pump", profile: "p", limit: 99).map(\.id).min())
            #expect(first > 2)
            for query in golden.queries {
                let hits = try await library.fullTextSearch(query.query, profile: "p", limit: 99)
                let expected = query.scores.filter { $0 > 0 }.sorted(by: >)
                #expect(hits.count == expected.count)
                for (hit, score) in zip(hits, expected) { #expect(abs(hit.score - score * 2.5) < 0.001) }
                let texts = try await library.chunks(hits.map(\.id), profile: "p").map(\.content.text)
                for (text, hit) in zip(texts, hits) {
                    let index = try #require(golden.documents.firstIndex(of: text))
                    #expect(abs(hit.score - query.scores[index] * 2.5) < 0.001)
                }
            }
        }
    }

    private static let texts = [
        "The centrifugal pump of type AB-1234 was repaired in Zürich.",
        "水资源管理条例规定了取水许可制度。",
        "東京タワーは港区にあります。",
        "한국어 문서를 검색합니다.",
        "ภาษาไทยไม่มีช่องว่างระหว่างคำ",
        "الكتاب الجديد في المكتبة",
        "Call parseHTTPHeader or read_config_file in version v2.10.1.",
        "To be, or not to be: that is the question.",
        "Программа запускает насосы ежедневно.",
    ]

    @Test(
        "Words of every language are found",
        arguments: [
            ("pumps", 0), ("ZURICH", 0), ("ab 1234", 0), ("AB1234", 0), ("取水许可", 1), ("水", 1), ("度", 1),
            ("タワー", 2), ("검색", 3), ("ไทย", 4), ("ช่องว่าง", 4), ("كتاب", 5), ("المكتبة", 5), ("header", 6),
            ("parsehttpheader", 6),
            ("read_config_file", 6), ("v2.10.1", 6), ("to be or not to be", 7), ("насосы", 8),
            ("What does the regulation of 水资源 say?", 1),
        ] as [(String, Int)])
    func languages(query: String, expected: Int) async throws {
        try await withStore { library async throws in
            try await library.add(Self.texts, as: "a")
            #expect(try await library.found(query).first == Self.texts[expected])
        }
    }

    @Test(
        "Words in quotation marks count most where they follow each other",
        arguments: [
            ("\"flat plate\"", 1), ("a “flat plate” drag", 1), ("„flat plate“", 1), ("«plate flat»", 0),
            ("「取水许可」制度", 3), ("\"plate is flat", 0), ("\"flat\" \"plate\"", 0), ("\"the question\" flat", 4),
        ])
    func phrases(query: String, expected: Int) async throws {
        let texts = [
            "A plate, flat and flat; one plate flat, and a plate.",
            "The drag of a flat plate, and more of it and more.",
            "许可取水制度，取水制度许可，取水和许可。", "本条例规定了取水许可制度和其他的许多事情。", "What is the question here?",
        ]
        try await withStore { library async throws in
            try await library.add(texts, as: "a")
            #expect(try await library.found(query).first == texts[expected])
        }
    }

    @Test(
        "A word that occurs nowhere finds those that it was perhaps meant for",
        arguments: [
            ("centifugal", 0), ("repiared", 0), ("repairs centrifugall", 0), ("Програма", 8), ("versoin", 6),
            ("housses", 9), ("happines", 10),
        ])
    func misspelt(query: String, expected: Int) async throws {
        let texts = Self.texts + ["Houses stand there.", "They were happy."]
        try await withStore { library async throws in
            try await library.add(texts, as: "a")
            #expect(try await library.found(query).first == texts[expected])
        }
    }

    @Test(
        "The endings of each language are left aside",
        arguments: [
            ("Welche Kündigungsfristen gelten?", 0), ("Mietverträge", 0), ("les clefs et la clé", 1),
            ("propriétaires", 1),
            ("habitacion", 2), ("habitación", 2), ("obrigações", 7), ("obrigacao", 7), ("alquila", 2),
            ("проверка насоса", 3), ("hyresgäster", 4), ("elettriche", 5),
            ("contratti", 5),
            ("tenancies", 6), ("renting", 6),
        ])
    func endings(query: String, expected: Int) async throws {
        let texts = [
            "Die Kündigungsfrist für den Mietvertrag beträgt drei Monate und ist von dem Mieter einzuhalten.",
            "Le locataire doit rendre les clés de l’appartement à la fin de la location avec le propriétaire.",
            "El inquilino paga la luz de la vivienda y no puede alquilar las habitaciones a otras personas.",
            "Насосы проверяются каждый месяц, и масло меняется раз в год.",
            "Hyresgästen betalar för el och värme och får inte hyra ut lägenheten till någon annan.",
            "Il contratto di energia elettrica è a carico di chi abita nella casa, e non del padrone.",
            "The tenancy ends when those who rent the house have given notice.",
            "A obrigação do inquilino é pagar a renda até ao dia oito de cada mês.",
        ]
        try await withStore { library async throws in
            // In documents of their own, and all in one.
            for (number, text) in texts.enumerated() { try await library.add([text], as: "\(number)") }
            #expect(try await library.found(query).first == texts[expected])
        }
        try await withStore { library async throws in
            try await library.add(texts, as: "all")
            #expect(try await library.found(query).first == texts[expected])
        }
    }

    @Test("What is recent is found like what is in its place, and is gone when it is removed")
    func recent() async throws {
        try await withStore { library async throws in
            for number in 0..<40 {
                try await library.add(["A pump of \(number) bar", "Gear \(number)"], as: "\(number)")
            }
            let before = try await library.fullTextSearch("pump 17", profile: "p", limit: 99)
            try await library.compact()
            for number in 40..<60 {
                try await library.add(["A pump of \(number) bar", "Gear \(number)"], as: "\(number)")
            }
            for number in 40..<60 { try await library.remove(files: ["\(number)"], fromProfile: "p") }
            #expect(try await library.fullTextSearch("pump 17", profile: "p", limit: 99) == before)
            #expect(before.count == 41)
            try await library.remove(files: ["17"], fromProfile: "p")
            #expect(try await library.found("17").isEmpty)
            #expect(try await library.verify() == [])
        }
    }

    @Test("Spellings that are the same to Unicode are one word, and go one by one")
    func equivalentSpellings() async throws {
        try await withStore { library async throws in
            // A Bengali vowel as one sign and as two.
            try await library.add(["\u{995}\u{9CB}"], as: "a")
            try await library.add(["\u{995}\u{9C7}\u{9BE}"], as: "b")
            try await library.compact()
            #expect(try await library.found("\u{995}\u{9C7}\u{9BE}").count == 2)
            try await library.remove(files: ["a"], fromProfile: "p")
            #expect(try await library.found("\u{995}\u{9CB}").count == 1)
            #expect(try await library.verify() == [])
        }
    }

    @Test("Words of many blocks are found, and the best come first whatever their block")
    func manyBlocks() async throws {
        try await withStore { library async throws in
            var texts = (0..<17_000).map { "gear number \($0) of the plant" }
            texts[16_500] = "pump pump gear"
            texts[100] = "pump"
            try await library.add(texts, as: "a")
            #expect(try await library.found("pump gear").prefix(2) == ["pump pump gear", "pump"])
            #expect(try await library.found("\"number 4711\"").first == texts[4711])
            #expect(try await library.fullTextSearch("gear", profile: "p", limit: 20_000).count == 16_999)
            #expect(try await library.verify() == [])
        }
    }

    @Test(
        "What is too short, begins otherwise or is no word finds nothing else",
        arguments: ["pimp", "dump", "xentrifugal", "centripetal", "98765", "水獭獭", "questionnaires"])
    func otherWords(query: String) async throws {
        try await withStore { library async throws in
            try await library.add(["The pump is centrifugal.", "That is a question.", "No. 98766"], as: "a")
            #expect(try await library.found(query).isEmpty)
        }
    }

    @Test("A word that occurs is not taken for another, and what was written counts more than what was perhaps meant")
    func written() async throws {
        try await withStore { library async throws in
            try await library.add(["The quotation.", "The question.", "A pump and a question."], as: "a")
            #expect(try await library.found("quotation") == ["The quotation."])
            #expect(try await library.found("pump quetion").first == "A pump and a question.")
        }
    }

    @Test(
        "Nothing in a question is syntax",
        arguments: [
            "\"", "pump\"", "AND OR NOT", "pump AND", "(pump", "pump*", "text:pump", "^pump", "-pump",
            "pump NEAR(a b, 3)",
            "{text headings} : pump", "'; DROP TABLE chunk; --", "pump\u{0}", "%_", "\u{FFFD}", "🙂", "pump + gear",
            String(repeating: "pump ", count: 20_000), String(repeating: "(", count: 3000),
        ])
    func hostile(query: String) async throws {
        try await withStore { library async throws in
            try await library.add(Self.texts, as: "a")
            let found = try await library.found(query)
            #expect(found.first == (query.contains("pump") ? Self.texts[0] : found.first))
        }
    }

    @Test("A question of thousands of different words is answered by its first ones")
    func long() async throws {
        try await withStore { library async throws in
            try await library.add(Self.texts, as: "a")
            let words = (0..<5000).map { "word\($0)" }.joined(separator: " ")
            #expect(try await library.found("pump " + words) == [Self.texts[0]])
        }
    }

    @Test("An empty query, or a limit of 0, finds nothing")
    func empty() async throws {
        try await withStore { library async throws in
            try await library.add(Self.texts, as: "a")
            #expect(try await library.fullTextSearch("", profile: "p", limit: 5) == [])
            #expect(try await library.fullTextSearch("…!", profile: "p", limit: 5) == [])
            #expect(try await library.fullTextSearch("pump", profile: "p", limit: 0) == [])
            #expect(try await library.fullTextSearch("the pump", profile: "p", limit: .max).count == 1)
        }
    }

    @Test("Headings and title count, and stop words do not while others are there")
    func headings() async throws {
        try await withStore { library async throws in
            try await library.add(["Set it to nine bar."], headings: ["Boiler", "Pressure"], as: "a")
            try await library.add(["It is what it is."], as: "b")
            let titled = NewDocument.sample(["No word."], title: "Locomotive")
            try await library.add(titled, as: .sample("c"), toProfile: "p")
            #expect(try await library.found("what is the pressure of it") == ["Set it to nine bar."])
            #expect(try await library.found("locomotives") == ["No word."])
        }
    }

    @Test("Chunks of equal score come in the order of the document")
    func ties() async throws {
        try await withStore { library async throws in
            try await library.add(Array(repeating: "same words", count: 20), as: "a")
            let hits = try await library.fullTextSearch("words", profile: "p", limit: 7)
            #expect(hits.map(\.id) == Array(hits[0].id..<hits[0].id + 7))
        }
    }
}
