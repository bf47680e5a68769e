/// What tells Markdown from plain text where the name does not.
enum MarkdownSigns {
    /// How many different signs of Markdown the text has: headings, fences, table rules, links, emphasis.
    static func count(in text: [UInt8]) -> Int {
        var signs: Set<String> = []
        for line in text.split(separator: 0x0A).prefix(2_000) {
            let start = line.drop { $0 == 0x20 }
            if start.starts(with: "```".utf8) || start.starts(with: "~~~".utf8) { signs.insert("fence") }
            let hashes = start.prefix { $0 == UInt8(ascii: "#") }.count
            if (1...6).contains(hashes), start.dropFirst(hashes).first == 0x20 {
                signs.insert("heading\(min(hashes, 2))")
            }
            if start.first == UInt8(ascii: "|"), start.allSatisfy({ "|-: ".utf8.contains($0) }), start.count > 4 {
                signs.insert("table")
            }
            for index in start.indices.dropLast(2)
            where start[index] == UInt8(ascii: "]") && start[index + 1] == UInt8(ascii: "(") {
                signs.insert("link")
            }
            for index in start.indices.dropLast(3)
            where start[index] == UInt8(ascii: "*") && start[index + 1] == UInt8(ascii: "*") {
                signs.insert("emphasis")
            }
        }
        return signs.count
    }
}
