/// What opens a list item in a plain text: a bullet, or a number with a full stop or parenthesis, and a space.
struct ListMarker {
    var isBullet: Bool
    /// Where the item's own text begins.
    var contentStart: Int

    init?(_ bytes: [UInt8], _ line: Range<Int>) {
        var index = line.lowerBound
        let first = bytes[index]
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "+") {
            isBullet = true
            index += 1
        } else if first == 0xE2, line.count > 3, bytes[index + 1] == 0x80, bytes[index + 2] == 0xA2 {
            isBullet = true
            index += 3
        } else if first.isDigit {
            isBullet = false
            while index < line.upperBound, index - line.lowerBound < 3, bytes[index].isDigit { index += 1 }
            guard index < line.upperBound, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ")") else {
                return nil
            }
            index += 1
        } else {
            return nil
        }
        guard index < line.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 else { return nil }
        while index < line.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        contentStart = index
    }
}
