internal import ArgumentParser

extension ClosedRange where Bound: LosslessStringConvertible {
    /// Refuses an option's number outside the range; nil is an option that was not given.
    ///
    /// - Parameter unit: what is counted, such as “seconds”.
    /// - Throws: `ValidationError`.
    func check(_ value: Bound?, of option: String, in unit: String? = nil) throws {
        guard let value, !contains(value) else { return }
        let ends = [lowerBound, upperBound].map { String($0).replacing(/\.0$/, with: "") }
        let end = [ends[1], unit].compactMap(\.self).joined(separator: " ")
        throw ValidationError("\(option) is \(value), and must be between \(ends[0]) and \(end).")
    }
}
