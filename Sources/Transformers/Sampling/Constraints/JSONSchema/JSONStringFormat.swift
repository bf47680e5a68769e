/// The forms of texts that `format` names (JSON Schema draft 2020-12, section 7.3).
enum JSONStringFormat: String, CaseIterable {
    case date, time, uuid, email, ipv4
    case dateTime = "date-time"

    /// The texts, all of which have this form; of addresses, those that are usual.
    var pattern: String {
        switch self {
        case .date: Self.datePattern
        case .time: Self.timePattern
        case .dateTime: Self.datePattern + "T" + Self.timePattern
        case .uuid: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
        case .email: "[A-Za-z0-9_+-]{1,30}(\\.[A-Za-z0-9_+-]{1,15}){0,2}@" + "(\(Self.label)\\.){1,3}[A-Za-z]{2,10}"
        case .ipv4: "(\(Self.octet)\\.){3}\(Self.octet)"
        }
    }

    private static let label = "[A-Za-z0-9]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?"
    private static let octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    /// RFC 3339, without leap seconds.
    private static let timePattern =
        "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
    /// Days that there are, from the year 1 on.
    private static let datePattern = {
        let year = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
        let four = "(0[48]|[2468][048]|[13579][26])"
        let leapYear = "([0-9]{2}\(four)|\(four)00)"
        let days = "(0[1-9]|1[0-9]|2[0-8])"
        return "(\(year)-(0[1-9]|1[0-2])-\(days)|\(year)-(0[13-9]|1[0-2])-(29|30)|\(year)-(0[13578]|1[02])-31|"
            + "\(leapYear)-02-29)"
    }()
}
