internal import Foundation

/// Documents made up for a test, always the same: short articles about invented towns.
enum Corpus {
    /// Writes `count` Markdown files of about `sections` chunks each into `folder` below the program's.
    static func write(_ count: Int, sections: Int = 6, to folder: String, of program: Program) throws {
        for number in 1...count {
            var text = "# Town \(number)\n\n"
            for section in 1...sections {
                text += "## Chapter \(section)\n\n"
                for sentence in 1...8 {
                    let seed = number * 131 + section * 17 + sentence
                    text +=
                        "In the year \(1200 + seed % 800) the \(trades[seed % trades.count]) of town \(number) built "
                        + "\(seed % 90 + 2) \(things[seed / 3 % things.count]) near the \(places[seed / 7 % places.count]). "
                }
                text += "\n\n"
            }
            try program.write(text, to: "\(folder)/town-\(number).md")
        }
    }

    private static let trades = ["weavers", "bakers", "masons", "fishers", "smiths", "printers", "brewers"]
    private static let things = ["houses", "bridges", "mills", "towers", "boats", "wells", "gardens", "barns"]
    private static let places = ["river", "market", "northern gate", "harbour", "old wall", "chapel", "meadow"]
}
