import Documents
import Foundation
import Testing

@Suite("Locations") struct LocationTests {
    private static let samples: [(Location, String, String)] = [
        (Location(page: 12), #"{"page":12}"#, "page 12"),
        (Location(page: 12, lastPage: 13), #"{"lastPage":13,"page":12}"#, "pages 12–13"),
        (
            Location(page: 12, pageLabel: "xii"), #"{"page":12,"pageLabel":"xii"}"#, "page xii (12 in the file)"
        ),
        (
            Location(page: 12, lastPage: 13, pageLabel: "xii", lastPageLabel: "1"),
            #"{"lastPage":13,"lastPageLabel":"1","page":12,"pageLabel":"xii"}"#, "pages xii–1 (12–13 in the file)"
        ),
        (Location(lines: 40...52), #"{"lines":[40,52]}"#, "lines 40–52"),
        (Location(lines: 7...7), #"{"lines":[7,7]}"#, "line 7"),
        (Location(sheet: "Q3", rows: 2...9), #"{"rows":[2,9],"sheet":"Q3"}"#, "sheet Q3, rows 2–9"),
        (Location(sheet: "Q3", rows: 2...2), #"{"rows":[2,2],"sheet":"Q3"}"#, "sheet Q3, row 2"),
        (Location(sheet: "Q3"), #"{"sheet":"Q3"}"#, "sheet Q3"),
        (Location(slide: 4), #"{"slide":4}"#, "slide 4"),
        (Location(slide: 4, lastSlide: 5), #"{"lastSlide":5,"slide":4}"#, "slides 4–5"),
        (Location(time: 72), #"{"time":"00:01:12"}"#, "at 00:01:12"),
        (
            Location(time: 72, lastTime: 360_000), #"{"lastTime":"100:00:00","time":"00:01:12"}"#,
            "from 00:01:12 to 100:00:00"
        ),
        (Location(chapter: "The Voyage"), #"{"chapter":"The Voyage"}"#, "chapter “The Voyage”"),
        (Location(), "{}", ""),
    ]

    @Test("JSON has what is known and gives it back, and people read it in words", arguments: samples)
    func forms(location: Location, json: String, words: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(location)
        #expect(String(decoding: data, as: UTF8.self) == json)
        #expect(try JSONDecoder().decode(Location.self, from: data) == location)
        #expect(location.description == words)
    }

    @Test(
        "Ranges in the wrong order and times that are none are left out",
        arguments: [
            #"{"lines":[9,2]}"#, #"{"rows":[1]}"#, #"{"time":"soon"}"#, #"{"time":"1:"}"#,
            #"{"time":"99999999999999999999:00:00"}"#,
        ])
    func nonsense(json: String) throws {
        #expect(try JSONDecoder().decode(Location.self, from: Data(json.utf8)) == Location())
    }

    @Test("Places are covered from the first to the last, rows only within one sheet") func covering() {
        let pages = [Location(page: 5), Location(page: 3, lastPage: 4), Location(page: 4)]
        #expect(Location.covering(pages) == Location(page: 3, lastPage: 5))
        let labelled = [Location(page: 13, pageLabel: "1"), Location(page: 12, pageLabel: "xii"), Location(page: 12)]
        #expect(
            Location.covering(labelled)
                == Location(page: 12, lastPage: 13, pageLabel: "xii", lastPageLabel: "1"))
        let rows = [Location(sheet: "A", rows: 2...9), Location(sheet: "A", rows: 12...14)]
        #expect(Location.covering(rows) == Location(sheet: "A", rows: 2...14))
        let sheets = rows + [Location(sheet: "B", rows: 1...99)]
        #expect(Location.covering(sheets) == Location(sheet: "A", rows: 2...14))
        #expect(Location.covering([Location(slide: 4), Location(slide: 6)]) == Location(slide: 4, lastSlide: 6))
        #expect(Location.covering([Location(time: 9), Location(time: 9)]) == Location(time: 9))
        #expect(Location.covering([Location(time: 9), Location(time: 12)]) == Location(time: 9, lastTime: 12))
        #expect(Location.covering([Location(chapter: "A"), Location(chapter: "B")]) == Location(chapter: "A"))
        #expect(Location.covering([]) == Location())
    }
}
