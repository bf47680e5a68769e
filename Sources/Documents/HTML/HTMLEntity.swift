internal import CLibXML2

/// The characters that HTML's entities stand for.
enum HTMLEntity {
    /// The text of an entity, given without `&` and `;`: `amp`, `#38`, `#x26`. Nil for unknown ones.
    static func text(of name: ArraySlice<UInt8>) -> String? {
        let value: UInt32?
        if name.first == UInt8(ascii: "#") {
            let digits = String(decoding: name.dropFirst(), as: UTF8.self)
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            // A control character would be markup to whoever reads the text next.
            value = number.map { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A ? 0xFFFD : $0 }
        } else {
            value = htmlEntityLookup(String(decoding: name, as: UTF8.self))?.pointee.value
        }
        guard let value, let scalar = Unicode.Scalar(value) else { return nil }
        return String(scalar)
    }
}
