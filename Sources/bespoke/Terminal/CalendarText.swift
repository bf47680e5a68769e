internal import Foundation

/// Times as a person reads them.
enum CalendarText {
    /// "2026-11-24", in the user's time zone.
    static func day(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
    }

    /// "2026-11-24 14:05", in the user's time zone.
    static func minute(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current).year().month().day()
                .time(includingFractionalSeconds: false)
        ).split(separator: ":").prefix(2).joined(separator: ":")
    }
}
