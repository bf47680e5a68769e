import Documents
import Foundation
import Testing

@Suite("Hostile OpenDocument files") struct OpenDocumentHostileTests {
    private static let kinds = [("text", "a.odt"), ("spreadsheet", "a.ods"), ("presentation", "a.odp")]

    @Test("An encrypted file asks for its password", arguments: kinds)
    func encrypted(kind: String, name: String) async {
        let manifest = """
            <m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>
            </m:manifest>
            """
        let file = OpenDocumentFixture.make(kind, "", parts: [("META-INF/manifest.xml", manifest)])
        #expect(await failure(file, name)?.code == .passwordNeeded)
    }

    @Test("Files without text or without content say so", arguments: kinds)
    func empty(kind: String, name: String) async {
        #expect(await failure(OpenDocumentFixture.make(kind, ""), name)?.code == .empty)
        let bare = ZipFixture.make([(name: "mimetype", text: "application/vnd.oasis.opendocument.\(kind)")])
        #expect(await failure(bare, name)?.code == .damaged)
        #expect(await failure(OpenDocumentFixture.make(kind, "<a:b"), name)?.code == .damaged)
    }

    @Test("Cells that are repeated without end are bounded", .timeLimit(.minutes(1))) func repeats() async throws {
        let text = String(repeating: "x", count: 10_000)
        let cell = "<table:table-cell table:number-columns-repeated='16384'><text:p>\(text)</text:p></table:table-cell>"
        let row = "<table:table-row table:number-rows-repeated='1048576'>\(cell)</table:table-row>"
        let document = try await DocumentReaders.standard.read(
            OpenDocumentFixture.make("spreadsheet", "<table:table table:name='S'>\(row)</table:table>"), name: "a.ods")
        #expect(document.diagnostics.map(\.code) == ["limitExceeded"])
        #expect(document.blocks.reduce(0) { $0 + $1.text.utf8.count } < 200_000_000)
    }

    @Test("Charts that hold themselves, or one the other without end, are not followed") func cycle() async throws {
        func chart(_ next: Int) -> String {
            "<o \(OpenDocumentFixture.names)><chart:chart><chart:title><text:p>c\(next - 1)</text:p></chart:title><table:table>"
                + "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell><text:p>"
                + "<draw:frame><draw:object xlink:href='./O\(next)'/></draw:frame></text:p></table:table-cell></table:table-row>"
                + "</table:table></chart:chart></o>"
        }
        let chain = (1...1_000).map { (name: "O\($0)/content.xml", text: chart($0 + 1)) }
        let body = "<text:p>text<draw:frame><draw:object xlink:href='./O1'/></draw:frame></text:p>"
        let document = try await DocumentReaders.standard.read(
            OpenDocumentFixture.make("text", body, parts: chain), name: "a.odt")
        #expect(document.blocks.map(\.text) == ["text", "c1", "x", "c2", "x", "c3", "x", "c4", "x"])
        let own = [(name: "O1/content.xml", text: chart(1))]
        let loop = try await DocumentReaders.standard.read(
            OpenDocumentFixture.make("text", body, parts: own), name: "a.odt")
        #expect(loop.blocks.map(\.text) == ["text", "c0", "x"])
    }

    @Test("Changed bytes never crash the readers", .timeLimit(.minutes(3)), arguments: kinds)
    func mutations(kind: String, name: String) async throws {
        let row =
            "<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='3' "
            + "office:value-type='float'><text:p>5</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        let table =
            "<table:table table:name='S' table:style-name='T'><table:table-column table:visibility='collapse'/>\(row)\(row)"
            + "</table:table>"
        let list =
            "<text:list text:style-name='L'><text:list-item text:start-value='3'><text:p>i<text:s text:c='2'/></text:p>"
            + "</text:list-item></text:list>"
        let styles =
            "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='I' "
            + "text:display-levels='1' text:start-value='2'/></text:list-style><style:style style:name='T' style:family='table'/>"
        let text = "<text:h text:outline-level='2'>h</text:h><text:p>a<text:soft-page-break/>b</text:p>"
        let body =
            switch kind {
            case "text": text + list + table
            case "spreadsheet": table
            default:
                "<draw:page><draw:frame presentation:class='title'><draw:text-box>\(text)\(list)</draw:text-box>"
                    + "</draw:frame><draw:frame>\(table)</draw:frame></draw:page>"
            }
        #expect(try await survivesMutations(of: OpenDocumentFixture.make(kind, body, styles: styles), name: name))
    }
}
