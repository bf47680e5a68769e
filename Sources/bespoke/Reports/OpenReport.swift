internal import Assistants
internal import Documents

/// The result of `open`.
struct OpenReport: Encodable {
    let id: String
    let number: Int
    let document: String
    let passages: [Passage]

    /// One quote in its place.
    struct Passage: Encodable {
        let location: Location
        let headings: [String]
        let quote: String?
        let sentence: String?
        let lines: [Line]
    }

    /// One line; `marked` is where quoted words begin and end in it, in bytes of UTF-8.
    struct Line: Encodable {
        let number: Int?
        let text: String
        let marked: [Int]?
    }

    init(_ passages: [CitedPassage], number: Int, id: String) {
        self.id = id
        self.number = number
        document = passages.first?.document ?? ""
        self.passages = passages.map { passage in
            Passage(
                location: passage.location, headings: passage.headings, quote: passage.quote,
                sentence: passage.sentence,
                lines: passage.lines.map { line in
                    Line(
                        number: line.number, text: line.text,
                        marked: line.marked.map { [$0.lowerBound, $0.upperBound] })
                })
        }
    }
}
