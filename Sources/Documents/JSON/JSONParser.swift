/// Reads JSON with the lines of its values, leniently: comments, trailing commas, single quotes and bare words are read
/// and reported, and what is cut off ends as if it were closed. Source: RFC 8259; the deviations are those of JSON5.
struct JSONParser {
    /// Values nested more deeply are kept as they are written.
    static let maximumDepth = 48

    let bytes: [UInt8]
    let end: Int
    var position: Int
    var line: Int
    /// The first deviation from JSON, with its line.
    private(set) var fault: (message: String, line: Int)?
    /// Whether something stood where no value can be; what follows is not read.
    private(set) var isStuck = false
    private(set) var comments: [(text: String, line: Int)] = []
    /// The line of the first value that is nested too deeply.
    private(set) var deepLine: Int?
    private var keys: [ArraySlice<UInt8>: String] = [:]

    init(_ bytes: [UInt8], range: Range<Int>? = nil, line: Int = 1) {
        self.bytes = bytes
        self.position = range?.lowerBound ?? 0
        self.end = range?.upperBound ?? bytes.count
        self.line = line
    }

    /// The next value; nil at the end, or where there is none.
    mutating func next() -> DataNode? {
        skipSpace()
        if position < end, bytes[position] == UInt8(ascii: ",") {
            report("a comma stands between values")
            position += 1
            skipSpace()
        }
        guard position < end else { return nil }
        return value(depth: 0)
    }

    mutating func report(_ message: String) {
        if fault == nil { fault = (message, line) }
    }

    private mutating func stop(_ message: String) {
        report(message)
        isStuck = true
    }

    private mutating func value(depth: Int) -> DataNode? {
        let first = line
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < Self.maximumDepth else { return raw() }
            let isMap = bytes[position] == UInt8(ascii: "{")
            position += 1
            let value: DataNode.Value = isMap ? .map(fields(depth: depth + 1)) : .list(items(depth: depth + 1))
            return DataNode(value, lines: first...line)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = string()
            return DataNode(.text(text), lines: first...line)
        default:
            guard let word = word() else {
                stop("no value begins here")
                return nil
            }
            return DataNode(.text(word), lines: first...line)
        }
    }

    private mutating func items(depth: Int) -> [DataNode] {
        var items: [DataNode] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "]") {
                position += 1
                return items
            }
            guard let item = value(depth: depth) else { return items }
            items.append(item)
            guard !isStuck, endOfPart(closing: UInt8(ascii: "]")) else { return items }
        }
        report("the file ends inside a list")
        return items
    }

    private mutating func fields(depth: Int) -> [DataNode.Field] {
        var fields: [DataNode.Field] = []
        var names: Set<String> = []
        while let byte = peek() {
            if byte == UInt8(ascii: "}") {
                position += 1
                return fields
            }
            let first = line
            guard let key = key() else { return fields }
            if !names.insert(key).inserted { report("the name “\(key.prefix(40))” comes twice") }
            guard peek() == UInt8(ascii: ":") else {
                fields.append(DataNode.Field(key: key, node: DataNode(.text(""), lines: first...line)))
                if position < end { stop("a colon is missing after “\(key.prefix(40))”") }
                report("the file ends inside an object")
                return fields
            }
            position += 1
            guard peek() != nil, let node = value(depth: depth) else {
                fields.append(DataNode.Field(key: key, node: DataNode(.text(""), lines: first...line)))
                report("the file ends inside an object")
                return fields
            }
            let placed = DataNode(node.value, lines: first...node.lines.upperBound)
            fields.append(DataNode.Field(key: key, node: placed))
            guard !isStuck, endOfPart(closing: UInt8(ascii: "}")) else { return fields }
        }
        report("the file ends inside an object")
        return fields
    }

    /// Steps over the comma after a part of an object or list; false where neither it nor the end follows.
    private mutating func endOfPart(closing: UInt8) -> Bool {
        guard let byte = peek(), byte != closing else { return true }
        guard byte == UInt8(ascii: ",") else {
            stop("a comma is missing")
            return false
        }
        position += 1
        if peek() == closing { report("a comma stands before the end of a list or object") }
        return true
    }

    private mutating func key() -> String? {
        if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") {
            let start = position
            let text = string()
            let source = bytes[start..<position]
            guard source.count < 64 else { return text }
            // Each name is held once.
            if let known = keys[source] { return known }
            keys[source] = text
            return text
        }
        if let word = word() {
            report("the name \(word.prefix(40)) has no quotation marks")
            return word
        }
        stop("no name begins here")
        return nil
    }

    /// A number or a bare word as written.
    private mutating func word() -> String? {
        let start = position
        while position < end {
            let byte = bytes[position]
            guard byte.isLetter || byte.isDigit || byte >= 0x80 || "+-._$".utf8.contains(byte) else { break }
            position += 1
        }
        guard position > start else { return nil }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        let isNumber = bytes[start].isDigit || bytes[start] == UInt8(ascii: "-")
        if !isNumber, word != "true", word != "false", word != "null" {
            report("the word \(word.prefix(40)) has no quotation marks")
        }
        return word
    }

    /// A value that is nested too deeply, as it is written.
    private mutating func raw() -> DataNode {
        deepLine = deepLine ?? line
        let start = position
        let first = line
        var depth = 0
        repeat {
            switch bytes[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                skipString()
                continue
            case 0x0A: line += 1
            default: break
            }
            position += 1
        } while depth > 0 && position < end
        return DataNode(.text(String(decoding: bytes[start..<position], as: UTF8.self)), lines: first...line)
    }

    // MARK: White space

    /// The next byte that is neither white space nor comment.
    private mutating func peek() -> UInt8? {
        skipSpace()
        return position < end ? bytes[position] : nil
    }

    mutating func skipSpace() {
        while position < end {
            let byte = bytes[position]
            if byte == 0x0A { line += 1 }
            if byte.isSpace {
                position += 1
            } else if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") {
                guard skipComment() else { return }
            } else {
                return
            }
        }
    }

    private mutating func skipComment() -> Bool {
        let start = position
        let first = line
        let next = position + 1 < end ? bytes[position + 1] : 0
        if bytes[position] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
            position += 2
            while position < end,
                !(bytes[position] == 0x2A && position + 1 < end && bytes[position + 1] == UInt8(ascii: "/"))
            {
                if bytes[position] == 0x0A { line += 1 }
                position += 1
            }
            position = min(end, position + 2)
        } else if bytes[position] == UInt8(ascii: "#") || next == UInt8(ascii: "/") {
            while position < end, bytes[position] != 0x0A { position += 1 }
        } else {
            return false
        }
        report("it has comments")
        comments.append((String(decoding: bytes[start..<position], as: UTF8.self), first))
        return true
    }
}
