internal import Foundation

/// Spells a date as C's `strftime` does in English.
enum TemplateDate {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// - Throws: for a letter after `%` that is not known.
    static func formatted(_ date: Date, as format: String) throws -> String {
        let parts = Calendar(identifier: .gregorian).dateComponents(
            [.year, .month, .day, .hour, .minute, .second, .weekday, .dayOfYear], from: date)
        var result = ""
        var rest = format.unicodeScalars.makeIterator()
        while let scalar = rest.next() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            var letter = rest.next()
            let isPadded = letter != "-"
            if !isPadded { letter = rest.next() }
            guard let letter, let text = text(letter, of: parts, isPadded: isPadded) else {
                throw TemplateFailure(reason: "the date format “\(format)” is not supported")
            }
            result += text
        }
        return result
    }

    private static func text(_ letter: Unicode.Scalar, of parts: DateComponents, isPadded: Bool) -> String? {
        func digits(_ number: Int?, _ count: Int) -> String? {
            number.map { number in
                let text = "\(number)"
                return isPadded ? String(repeating: "0", count: max(0, count - text.utf8.count)) + text : text
            }
        }
        let hour = parts.hour ?? 0
        switch letter {
        case "Y": return digits(parts.year, 4)
        case "y": return digits(parts.year.map { $0 % 100 }, 2)
        case "m": return digits(parts.month, 2)
        case "d": return digits(parts.day, 2)
        case "H": return digits(hour, 2)
        case "I": return digits((hour + 11) % 12 + 1, 2)
        case "M": return digits(parts.minute, 2)
        case "S": return digits(parts.second, 2)
        case "j": return digits(parts.dayOfYear, 3)
        case "p": return hour < 12 ? "AM" : "PM"
        case "B": return parts.month.map { months[$0 - 1] }
        case "b": return parts.month.map { String(months[$0 - 1].prefix(3)) }
        case "A": return parts.weekday.map { weekdays[$0 - 1] }
        case "a": return parts.weekday.map { String(weekdays[$0 - 1].prefix(3)) }
        case "%": return "%"
        default: return nil
        }
    }
}
