/// How a cell shows a number: a format code of spreadsheets, such as `#,##0.00 "€"` or `yyyy-mm-dd`.
///
/// ```swift
/// NumberFormat("0.0%").text(0.256)  // "25.6%"
/// ```
///
/// Dates whose form depends on the language of the program are written year first.
///
/// Source: ECMA-376, part 1, 18.8.30 and 18.8.31.
package struct NumberFormat: Sendable {
    /// The system by which dates are counted.
    package enum Epoch: Sendable {
        /// Day 1 is the first of January 1900, and that year has a 29th of February.
        case from1900
        /// Day 0 is the first of January 1904.
        case from1904
    }

    /// The sections that are not for texts only.
    private let sections: [NumberFormatSection]
    private let hasConditions: Bool
    /// Whether an empty section shows nothing; a code of nothing at all shows numbers as they are.
    private let hasSeveral: Bool

    /// Sections and characters of a code that are read.
    private static let limit = (sections: 4, characters: 255)

    /// Reads a format code; every text is one, if a strange one.
    package init(_ code: String) {
        let all = NumberFormatParser.sections(of: String(code.prefix(Self.limit.characters)))
            .prefix(Self.limit.sections).map { NumberFormatSection($0) }
        hasSeveral = all.count > 1
        sections = all.filter { !$0.isText }
        hasConditions = sections.contains { $0.condition != nil }
    }

    /// A number as it is shown.
    package func text(_ value: Double, epoch: Epoch = .from1900) -> String {
        guard value.isFinite else { return "\(value)" }
        guard let (section, showsSign) = section(for: value) else { return DecimalDigits(value).plainText }
        if section.tokens.isEmpty, hasSeveral { return "" }
        guard section.isDate else { return section.text(value, showsSign: showsSign) }
        let date = DateSerial(value, epoch: epoch, isExact: section.hasSubseconds)
        return date?.text(section) ?? DecimalDigits(value).plainText
    }

    /// Whether it shows dates or times.
    package var isDate: Bool { sections.first?.isDate ?? false }

    /// The section for a number, and whether a minus is written before what it gives.
    private func section(for value: Double) -> (NumberFormatSection, showsSign: Bool)? {
        guard let first = sections.first else { return nil }
        if hasConditions {
            let found = sections.first { $0.condition.map { $0.holds(for: value) } ?? true } ?? first
            return (found, value < 0)
        }
        if value < 0, sections.count > 1 { return (sections[1], false) }
        if value == 0, sections.count > 2 { return (sections[2], false) }
        return (first, value < 0)
    }
}

extension NumberFormat {
    /// The format that a program knows by a number alone; nil for numbers that have none.
    static func builtIn(_ id: Int) -> NumberFormat? { builtInCodes[id].map { NumberFormat($0) } }

    private static let builtInCodes: [Int: String] = {
        var codes = [
            0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "$#,##0;($#,##0)", 6: "$#,##0;($#,##0)",
            7: "$#,##0.00;($#,##0.00)", 8: "$#,##0.00;($#,##0.00)", 9: "0%", 10: "0.00%", 11: "0.00E+00",
            12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
            18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
            37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
            41: "#,##0;(#,##0);\"-\"", 42: "$#,##0;($#,##0);\"-\"", 43: "#,##0.00;(#,##0.00);\"-\"",
            44: "$#,##0.00;($#,##0.00);\"-\"", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
        ]
        // In East Asian versions these are dates and times in forms of the language.
        for id in [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58] { codes[id] = "yyyy-mm-dd" }
        for id in [32, 33, 34, 35, 55, 56] { codes[id] = "h:mm:ss" }
        return codes
    }()
}
