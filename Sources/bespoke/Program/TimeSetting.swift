internal import ArgumentParser

/// A length of time as the user writes it: `300ms`, `1.5s`.
struct TimeSetting: ExpressibleByArgument, Sendable {
    let duration: Duration

    init?(argument: String) {
        let digits = argument.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits), number > 0, number <= 3_600_000 else { return nil }
        switch argument.dropFirst(digits.count) {
        case "ms": duration = .microseconds(Int64(number * 1_000))
        case "s": duration = .milliseconds(Int64(min(number, 3_600) * 1_000))
        default: return nil
        }
    }
}
