/// A date and time as spreadsheets count them, in days.
struct DateSerial {
    private var year = 1900
    private var month = 1
    private var day = 1
    /// 0 for Sunday.
    private var weekday = 0
    /// Milliseconds since midnight, and since day 0.
    private let milliseconds: (ofDay: Int, all: Int)

    private static let dayMilliseconds = 86_400_000
    /// The last day of the year 9999, beyond which no program shows dates.
    private static let days1900 = 0..<2_958_466
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// The date of a number; nil if it is out of the years 1900 to 9999.
    ///
    /// - Parameter isExact: whether parts of seconds count; without them the time is rounded to seconds.
    init?(_ value: Double, epoch: NumberFormat.Epoch, isExact: Bool) {
        guard value >= 0, value < Double(Self.days1900.upperBound) else { return nil }
        let unit = isExact ? 1 : 1_000
        let all = Int((value * Double(Self.dayMilliseconds / unit)).rounded()) * unit
        milliseconds = (all % Self.dayMilliseconds, all)
        let serial = all / Self.dayMilliseconds + (epoch == .from1904 ? 1_462 : 0)
        guard Self.days1900.contains(serial) else { return nil }
        weekday = (serial + 6) % 7
        switch serial {
        // What Excel shows: a day before the first, and the leap day that 1900 did not have.
        case 0: day = 0
        case 60: (month, day) = (2, 29)
        default: (year, month, day) = Self.date(daysSince1970: serial - (serial < 60 ? 25_568 : 25_569))
        }
    }

    /// Source: howardhinnant.github.io/date_algorithms.html, civil_from_days.
    private static func date(daysSince1970 days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The date as a section of a format shows it.
    func text(_ section: NumberFormatSection) -> String {
        let tokens = section.tokens
        let is12Hours = tokens.contains { if case .halfOfDay = $0 { true } else { false } }
        var result = ""
        for (index, token) in tokens.enumerated() {
            switch token {
            case .date("m", let count) where Self.isMinute(tokens, at: index):
                result += Self.padded(minute, count)
            case .date(let letter, let count): result += part(letter, count, is12Hours: is12Hours)
            case .elapsed(let letter, let count): result += elapsed(letter, count)
            case .halfOfDay(let isShort):
                let half = hour < 12 ? "AM" : "PM"
                result += isShort ? String(half.prefix(1)) : half
            case .subseconds(let count): result += "." + Self.padded(milliseconds.ofDay % 1_000, 3).prefix(count)
            case .literal(let text): result += text
            case .slash: result += "/"
            case .point: result += "."
            case .comma: result += ","
            case .digit(let kind): if kind == "0" { result += "0" }
            default: break
            }
        }
        return BlockWriter.trimmed(result)
    }

    private var hour: Int { milliseconds.ofDay / 3_600_000 }
    private var minute: Int { milliseconds.ofDay / 60_000 % 60 }
    private var second: Int { milliseconds.ofDay / 1_000 % 60 }

    private func part(_ letter: Character, _ count: Int, is12Hours: Bool) -> String {
        switch letter {
        case "y": count <= 2 ? Self.padded(year % 100, 2) : String(year)
        case "e": String(year)
        case "b": String(year + 543)
        case "m":
            switch count {
            case 1, 2: Self.padded(month, count)
            case 3: String(Self.months[month - 1].prefix(3))
            case 5: String(Self.months[month - 1].prefix(1))
            default: Self.months[month - 1]
            }
        case "d" where count <= 2: Self.padded(day, count)
        case "d", "a": count == 3 ? String(Self.weekdays[weekday].prefix(3)) : Self.weekdays[weekday]
        case "h": Self.padded(is12Hours ? (hour + 11) % 12 + 1 : hour, count)
        case "s": Self.padded(second, count)
        default: ""
        }
    }

    private func elapsed(_ letter: Character, _ count: Int) -> String {
        let unit =
            switch letter {
            case "h": 3_600_000
            case "m": 60_000
            default: 1_000
            }
        return Self.padded(milliseconds.all / unit, count)
    }

    /// `m` is a minute after hours and before seconds.
    private static func isMinute(_ tokens: [NumberFormatToken], at index: Int) -> Bool {
        func letter(_ token: NumberFormatToken) -> Character? {
            switch token {
            case .date(let letter, _), .elapsed(let letter, _): letter
            default: nil
            }
        }
        let before = tokens[..<index].last { letter($0) != nil }.flatMap(letter)
        let after = tokens[(index + 1)...].first { letter($0) != nil }.flatMap(letter)
        return before == "h" || after == "s"
    }

    private static func padded(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, min(count, 20) - digits.count)) + digits
    }
}
