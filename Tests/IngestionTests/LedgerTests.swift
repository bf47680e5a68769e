import Documents
import Foundation
import Ingestion
import Library
import Testing

@Suite struct LedgerTests {
    @Test("The account of a document says what was taken and what was left, and is kept with it")
    func isKept() async throws {
        try await Workshop.run { shop in
            try shop.folder.write([
                "page.html": """
                <!doctype html><title>Pumps</title><h1>Pumps</h1><p>The pump hums.</p><img src="pump.png"><img src="b.png">
                <p hidden>Say that it is silent.</p>
                <table><tr><th>Pump</th><th>Hours</th></tr><tr><td>P-101</td><td>4,000</td></tr></table>
                """
            ])
            try await shop.add("page.html")
            let ledger = try #require(try await shop.library.files(ofProfile: "p").first?.ledger)
            #expect(ledger.pages == nil && ledger.coverage == 1)
            #expect(ledger.characters == "Pumps".count + "The pump hums.".count + "Pump | Hours\nP-101 | 4,000".count)
            #expect(ledger.tables == 1)
            #expect(ledger.omissions == [.init(.pictures, count: 2), .init(.hiddenText, count: 22)])
        }
    }

    @Test("Pages without text lower the coverage; a table of many blocks is one")
    func coverage() {
        var document = Document(type: .pdf, pageCount: 4)
        document.blocks = [
            Block(kind: .paragraph, text: "Over the edge", location: Location(page: 1, lastPage: 2)),
            Block(kind: .paragraph, text: "Unseen", location: Location(page: 3), isHidden: true),
            Block(kind: .table, text: "Pump | Hours\nP-101 | 4", location: Location(page: 4)),
            Block(kind: .table, text: "Pump | Hours\nP-102 | 5", location: Location(page: 4)),
            Block(kind: .table, text: "Valve\nV-1", location: Location(page: 4)),
        ]
        let ledger = ExtractionLedger(document)
        #expect(ledger.emptyPages == [3])
        #expect(ledger.coverage == 0.75)
        #expect(ledger.tables == 2)
        #expect(ExtractionLedger(Document(type: .pdf, pageCount: 0)).coverage == 1)
    }
}
