internal import Foundation

/// Numbers as a person reads them.
package enum Quantity {
    /// "1 file", "2,310 files".
    package static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? singular : plural ?? singular + "s")"
    }

    /// "2,310".
    package static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// "312 B", "4.7 kB", "91 MB"; powers of 1,000.
    package static func bytes(_ number: Int64) -> String {
        guard number >= 1000 else { return "\(number) B" }
        var value = Double(number)
        var unit = ""
        for next in ["kB", "MB", "GB", "TB"] where value >= 999.5 || unit.isEmpty {
            value /= 1000
            unit = next
        }
        return value < 9.95 ? "\(decimal(value, 1)) \(unit)" : "\(Int(value.rounded())) \(unit)"
    }

    /// "8 s", "3 min 20 s", "2 h 5 min".
    package static func duration(seconds: Double) -> String {
        let seconds = Int(min(max(seconds, 0), 1e9).rounded())
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }

    /// `value` with a fixed number of digits after the point.
    package static func decimal(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
