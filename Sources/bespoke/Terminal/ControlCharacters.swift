/// Makes control characters visible, so that no document, model or server can steer the user's terminal.
package enum ControlCharacters {
    /// `text` with every control character but line feed and tab replaced by a picture of it: ESC becomes ␛.
    ///
    /// A carriage return before a line feed is dropped. Text without control characters is returned as it is.
    package static func neutralized(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            if !isControl(scalar) {
                result.append(scalar)
            } else if scalar != "\r" || next != "\n" {
                result.append(picture(of: scalar))
            }
        }
        return String(result)
    }

    /// JSON text with the control characters escaped that JSON allows raw but terminals obey (U+007F to U+009F).
    ///
    /// They can only stand inside strings, so escaping them does not change what the text means.
    package static func escapedInJSON(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: { (0x7F...0x9F).contains($0.value) }) else { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            if (0x7F...0x9F).contains(scalar.value) {
                result += "\\u00" + String(scalar.value, radix: 16)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F...0x9F: true
        default: false
        }
    }

    /// U+2400 onwards are pictures of the controls below U+0020; U+2421 is that of DEL. The rest has none.
    private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        default: "\u{FFFD}"
        }
    }
}
