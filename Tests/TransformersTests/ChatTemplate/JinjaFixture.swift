internal import Foundation

/// Small templates with the rarer parts of Jinja, and what Jinja2 makes of them; `Fixtures/Jinja/make.py` says how.
struct JinjaFixture: Decodable {
    struct Row: Decodable {
        var source: String
        /// Nil where Jinja2 fails.
        var output: String?
    }

    var rows: [Row]

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Fixtures/Jinja/golden.json"))
        self = try JSONDecoder().decode(Self.self, from: data)
    }
}
