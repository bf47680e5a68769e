internal import Foundation

/// The header by which a busy server says when to come back.
enum RetryAfter {
    /// The seconds from now: stated as a number, or as a date; nil for what is neither.
    static func seconds(_ header: String?) -> Double? {
        guard let header else { return nil }
        if let seconds = Double(header) { return seconds >= 0 && seconds.isFinite ? seconds : nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: header).map { max(0, $0.timeIntervalSinceNow) }
    }
}
