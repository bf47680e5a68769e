package import Foundation

/// UTF-16 and UTF-32 in either byte order.
package enum WideEncoding: String, Sendable, CaseIterable {
    case utf16Little = "UTF-16LE", utf16Big = "UTF-16BE", utf32Little = "UTF-32LE", utf32Big = "UTF-32BE"

    /// The encoding's name.
    package var name: String { rawValue }

    var unitSize: Int { self == .utf16Little || self == .utf16Big ? 2 : 4 }
    private var isLittle: Bool { self == .utf16Little || self == .utf32Little }

    /// `bytes` as UTF-8; what is no character becomes U+FFFD and is counted, as is an odd end.
    package func decode(_ bytes: Data) -> LegacyEncoding.Decoded {
        bytes.withUnsafeBytes { raw in
            let buffer = raw.bindMemory(to: UInt8.self)
            let size = unitSize
            var result = LegacyEncoding.Decoded(bytes: [])
            result.bytes.reserveCapacity(buffer.count)
            var index = 0
            while index + size <= buffer.count {
                var value = unit(buffer, index)
                index += size
                if size == 2, value & 0xFC00 == 0xD800, index + 2 <= buffer.count {
                    let low = unit(buffer, index)
                    if low & 0xFC00 == 0xDC00 {
                        value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
                        index += 2
                    }
                }
                Self.append(Unicode.Scalar(value), to: &result)
            }
            if index < buffer.count { Self.append(nil, to: &result) }
            return result
        }
    }

    func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32 {
        var value: UInt32 = 0
        for offset in 0..<unitSize {
            value = value << 8 | UInt32(bytes[isLittle ? index + unitSize - 1 - offset : index + offset])
        }
        return value
    }

    private static func append(_ scalar: Unicode.Scalar?, to result: inout LegacyEncoding.Decoded) {
        guard let scalar, let encoded = UTF8.encode(scalar) else {
            result.bytes.append(contentsOf: UTF8.encodedReplacementCharacter)
            result.replaced += 1
            return
        }
        result.bytes.append(contentsOf: encoded)
    }
}
