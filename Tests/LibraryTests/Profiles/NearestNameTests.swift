import Library
import Testing

struct NearestNameTests {
    @Test(
        "The nearest name within a third of the characters is suggested",
        arguments: [
            ("handbok", "handbook"), ("hnadbook", "handbook"), ("HANDBOOK", "handbook"), ("report", "reports/2024.pdf"),
            ("xyz", nil), ("", nil), ("ab", nil),
        ] as [(String, String?)])
    func suggests(name: String, expected: String?) {
        #expect(NearestName.suggestion(for: name, among: ["cats", "handbook", "reports/2024.pdf"]) == expected)
    }

    @Test("Of equally near names the first is suggested")
    func firstOfEqual() {
        #expect(NearestName.suggestion(for: "bat", among: ["cat", "rat"]) == "cat")
    }
}
