internal import Foundation

/// The fields at the start of a message or of a part of one. Sources: RFC 5322, 2045, 2047 and 2231.
struct MailHeaders {
    /// The most fields and the most bytes of a field that are looked at.
    private static let maximumFields = 1_000
    private static let maximumBytes = 65_536

    /// Names in small letters, and values with their folds taken out.
    private(set) var fields: [(name: String, value: [UInt8])] = []
    /// Where the body begins.
    private(set) var end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        end = range.lowerBound
        while end < range.upperBound {
            let lineEnd = bytes[end..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
            var line = bytes[end..<lineEnd]
            if line.last == 0x0D { line.removeLast() }
            let next = min(range.upperBound, lineEnd + 1)
            if line.isEmpty {
                end = next
                return
            }
            if let first = line.first, first == 0x20 || first == 0x09 {
                if let last = fields.indices.last, fields[last].value.count < Self.maximumBytes {
                    fields[last].value.append(0x20)
                    fields[last].value.append(contentsOf: line.drop(while: \.isSpace))
                }
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")),
                line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F }), colon > line.startIndex
            {
                if fields.count < Self.maximumFields {
                    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
                    fields.append((name, Array(line[(colon + 1)...].drop(while: \.isSpace).prefix(Self.maximumBytes))))
                }
            } else if !fields.isEmpty || !line.starts(with: "From ".utf8) && !line.starts(with: ">From ".utf8) {
                // Text without an empty line before it.
                return
            }
            end = next
        }
    }

    /// The first field of a name, as bytes.
    private func bytes(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }

    /// The first field of a name as readable text.
    subscript(name: String) -> String? {
        bytes(name).map { MailWords.decoded($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A field such as `text/plain; charset=utf-8` in its parts; names and the value in small letters.
    func structured(_ name: String) -> (value: String, parameters: [String: String]) {
        guard let bytes = bytes(name) else { return ("", [:]) }
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in bytes {
            if byte == UInt8(ascii: ";"), !isQuoted {
                parts.append([])
                continue
            }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            parts[parts.count - 1].append(byte)
        }
        let value = String(decoding: parts[0], as: UTF8.self)[...].trimmingSpaces().lowercased()
        return (value, Self.parameters(parts.dropFirst()))
    }

    /// Parameters; those in several pieces, or percent-encoded with a charset, are put together.
    private static func parameters(_ parts: some Sequence<[UInt8]>) -> [String: String] {
        var result: [String: String] = [:]
        var pieces: [String: [(number: Int, value: [UInt8], isEncoded: Bool)]] = [:]
        for part in parts {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: part[..<equals], as: UTF8.self)[...].trimmingSpaces().lowercased()
            var value = part[(equals + 1)...].drop(while: \.isSpace)
            while value.last?.isSpace == true { value.removeLast() }
            if value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\""), value.count > 1 {
                value = value.dropFirst().dropLast()
            }
            let names = name.split(separator: "*", omittingEmptySubsequences: false)
            if names.count > 1 {
                let number = Int(names[1]) ?? 0
                pieces[String(names[0]), default: []].append((number, Array(value), name.hasSuffix("*")))
            } else if result[name] == nil {
                result[name] = MailWords.decoded(value.filter { $0 != UInt8(ascii: "\\") })
            }
        }
        for (name, list) in pieces {
            var charset = ""
            var bytes: [UInt8] = []
            for piece in list.sorted(by: { $0.number < $1.number }) {
                var value = piece.value[...]
                if piece.isEncoded, piece.number == 0 {
                    let marks = value.split(separator: 0x27, maxSplits: 2, omittingEmptySubsequences: false)
                    if marks.count == 3 {
                        charset = String(decoding: marks[0], as: UTF8.self)
                        value = marks[2]
                    }
                }
                bytes += piece.isEncoded ? MailWords.unescaped(value, mark: UInt8(ascii: "%")) : Array(value)
            }
            result[name] = MailWords.text(bytes, charset: charset)
        }
        return result
    }
}
