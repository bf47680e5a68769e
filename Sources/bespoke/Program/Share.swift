internal import ArgumentParser

/// A part of a whole as an option: "0.95" or "95%".
struct Share: ExpressibleByArgument {
    /// From 0 to 1.
    let value: Double

    init?(argument: String) {
        let isPercentage = argument.hasSuffix("%")
        guard let number = Double(isPercentage ? String(argument.dropLast()) : argument) else { return nil }
        let value = isPercentage ? number / 100 : number
        guard (0...1).contains(value) else { return nil }
        self.value = value
    }
}
