import Documents
import Foundation
import Testing

@Suite("Outlook messages") struct OutlookTests {
    private static func message(_ body: [CompoundFixture.Node]) -> Data {
        // 2024-01-31 10:00 UTC in ticks of 100 nanoseconds since 1601.
        let ticks: UInt64 = (1_706_695_200 + 11_644_473_600) * 10_000_000
        var properties = Data(count: 32)
        properties += Data([0x40, 0, 0x39, 0, 6, 0, 0, 0]) + Data((0..<8).map { UInt8(ticks >> (8 * $0) & 0xFF) })
        let attachment = CompoundFixture.Node(
            name: "__attach_version1.0_#00000000",
            children: [
                CompoundFixture.text("3707", "Grün.pdf"),
                CompoundFixture.Node(name: "__substg1.0_37010102", content: Data("%PDF".utf8)),
            ])
        let link = CompoundFixture.Node(
            name: "__attach_version1.0_#00000001", children: [CompoundFixture.text("3707", "link")])
        return CompoundFixture.make(
            [
                CompoundFixture.text("0037", "The subject"), CompoundFixture.text("0C1A", "Jürgen"),
                CompoundFixture.text("5D01", "j@x.y"), CompoundFixture.text("0E04", "Ann; Bob"),
                CompoundFixture.Node(name: "__properties_version1.0", content: properties), attachment, link,
            ] + body)
    }

    private static let fields = "From: Jürgen <j@x.y>\nTo: Ann; Bob\nDate: 2024-01-31 10:00 UTC\nSubject: The subject"

    /// The example of [MS-OXRTFCP], 4.1.1: `{\rtf1\ansi\ansicpg1252\pard hello world}`.
    private static let packed = Data([
        0x2D, 0, 0, 0, 0x2B, 0, 0, 0, 0x4C, 0x5A, 0x46, 0x75, 0xF1, 0xC5, 0xC7, 0xA7, 0x03, 0x00, 0x0A, 0x00, 0x72,
        0x63, 0x70,
        0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0A, 0xF3, 0x20, 0x68, 0x65, 0x6C, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05,
        0xB0, 0x6C,
        0x64, 0x7D, 0x0A, 0x80, 0x0F, 0xA0,
    ])

    @Test("Fields, body and the names of attachments are read, whatever kind of body there is")
    func message() async throws {
        let long = String(repeating: "Some words of text. ", count: 400)
        let bodies: [(CompoundFixture.Node, String)] = [
            (CompoundFixture.text("1000", "Short text."), "Short text."),
            (CompoundFixture.text("1000", long), String(long.dropLast())),
            (CompoundFixture.Node(name: "__substg1.0_10130102", content: Data("<p>a <b>page</b></p>".utf8)), "a page"),
            (CompoundFixture.Node(name: "__substg1.0_10090102", content: Self.packed), "hello world"),
            (
                CompoundFixture.Node(
                    name: "__substg1.0_1000001E", content: Data("Caf\u{E9}".unicodeScalars.map { UInt8($0.value) })),
                "Café"
            ),
        ]
        for (body, text) in bodies {
            let document = try await DocumentReaders.standard.read(Self.message([body]), name: "a.msg")
            #expect(document.type == .msg)
            #expect(document.title == "The subject")
            #expect(document.blocks.map(\.text) == [Self.fields, text])
            #expect(document.children == [ChildFile(name: "Grün.pdf", bytes: Data("%PDF".utf8))])
            #expect(document.diagnostics.map(\.code) == ["attachment", "attachmentNotRead"])
            #expect(document.diagnostics.map(\.message).first == "Grün.pdf is attached")
        }
    }

    @Test("A message without a directory is refused") func damaged() async {
        var bytes = Self.message([CompoundFixture.text("1000", "text")])
        bytes.replaceSubrange(48..<52, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(await failure(bytes, "a.msg")?.code == .damaged)
    }

    @Test("Chains that go in circles end", .timeLimit(.minutes(1))) func circles() async throws {
        let original = Self.message([CompoundFixture.text("1000", String(repeating: "x", count: 10_000))])
        // Each sector is its own follower.
        var bytes = original
        let table = original.count - 512
        for index in 0..<100 { bytes[table + 4 * index] = UInt8(index) }
        for index in 0..<100 { bytes.replaceSubrange(table + 4 * index + 1..<table + 4 * index + 4, with: [0, 0, 0]) }
        _ = await failure(bytes, "a.msg")
    }

    @Test("Damaged messages are read or refused") func fuzz() async throws {
        let sample = Self.message([
            CompoundFixture.text("1000", "Some text"),
            CompoundFixture.Node(name: "__substg1.0_10090102", content: Self.packed),
        ])
        try await expectToSurviveMutations(of: sample, as: "a.msg", rounds: 400)
        let other = Self.message([CompoundFixture.Node(name: "__substg1.0_10090102", content: Self.packed)])
        try await expectToSurviveMutations(of: other, as: "a.msg", rounds: 400)
    }
}
