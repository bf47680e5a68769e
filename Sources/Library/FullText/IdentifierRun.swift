/// A run of word characters with the connectors inside it: a plain word, or an identifier with parts.
struct IdentifierRun {
    /// The parts, folded, one after another.
    private var bytes: [UInt8] = []
    /// Where the parts end in `bytes`, without the last.
    private var ends: [Int] = []
    /// The whole: the parts joined as ``end(into:)`` says.
    private var whole: [UInt8] = []
    private var last = Kind.other
    private var hasDigit = false
    private var hasHyphen = false
    private var isIdentifier = false

    private enum Kind { case lower, upper, digit, other }

    var isEmpty: Bool { whole.isEmpty }

    mutating func append(lower byte: UInt8) { append(byte, .lower) }

    mutating func append(digit byte: UInt8) {
        hasDigit = true
        append(byte, .digit)
    }

    /// Starts a new part at `camel|Case` and `HTTP|Server`.
    mutating func append(upper byte: UInt8, followedBy next: UInt8?) {
        let nextIsLower = next.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? false
        if last == .lower || (last == .upper && nextIsLower && bytes.count - (ends.last ?? 0) > 1) {
            isIdentifier = true
            endPart()
        }
        append(byte | 0x20, .upper)
    }

    /// Appends a folded scalar from outside ASCII.
    mutating func append(_ folded: [UInt8]) {
        guard !folded.isEmpty else { return }
        bytes.append(contentsOf: folded)
        whole.append(contentsOf: folded)
        last = .other
    }

    /// Joins the next part by `.`, `-` or `_`. A dot stays in the whole, since 3.14 is not 314.
    mutating func connect(_ connector: UInt8) {
        endPart()
        switch connector {
        case UInt8(ascii: "."):
            whole.append(connector)
            isIdentifier = true
        case UInt8(ascii: "_"): isIdentifier = true
        default: hasHyphen = true
        }
        last = .other
    }

    /// Whether a comma here only groups digits: 1,000,000 is one number.
    func isThousandsSeparator(followedBy rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard last == .digit else { return false }
        let digits = rest.prefix(4).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.count == 3
    }

    /// How many bytes after an apostrophe belong to a possessive "s".
    func apostrophe(followedBy rest: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        guard !isEmpty, let first = rest.first, first | 0x20 == UInt8(ascii: "s") else { return 0 }
        guard let second = rest.dropFirst().first else { return 1 }
        switch second {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            return 0
        default: return 1
        }
    }

    /// Adds `c++` or `c#` where a single letter is so extended. Returns how many more bytes belong to it.
    func languageSuffix(
        _ byte: UInt8, followedBy rest: Slice<UnsafeBufferPointer<UInt8>>, into buffer: inout WordBuffer
    ) -> Int {
        guard whole.count == 1, last == .lower || last == .upper else { return 0 }
        if byte == UInt8(ascii: "#") {
            buffer.append(whole + [byte])
            return 0
        }
        guard rest.first == byte else { return 0 }
        buffer.append(whole + [byte, byte])
        return 1
    }

    /// Appends the whole where it is an identifier or a part number, then each part, and starts anew.
    mutating func end(into buffer: inout WordBuffer) {
        guard !whole.isEmpty else { return }
        if ends.last == bytes.count {
            // The connector was followed by something that is no part of a word.
            ends.removeLast()
            if whole.last == UInt8(ascii: ".") { whole.removeLast() }
        }
        if ends.isEmpty {
            buffer.append(bytes)
        } else {
            if isIdentifier || (hasHyphen && hasDigit) { buffer.append(whole) }
            var start = 0
            for end in ends + [bytes.count] {
                buffer.append(bytes[start..<end])
                start = end
            }
        }
        removeAll()
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        whole.removeAll(keepingCapacity: true)
        last = .other
        (hasDigit, hasHyphen, isIdentifier) = (false, false, false)
    }

    private mutating func append(_ byte: UInt8, _ kind: Kind) {
        bytes.append(byte)
        whole.append(byte)
        last = kind
    }

    private mutating func endPart() {
        if bytes.count > ends.last ?? 0 { ends.append(bytes.count) }
    }
}
