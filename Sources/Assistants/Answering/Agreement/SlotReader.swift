/// The places of a text that a name or a number fills, with the words around them.
struct Slot: Sendable, Equatable {
    /// The number, or the words of the name, in small letters.
    var filler: String
    var isNumber: Bool
    /// The words before it, nearest first, and behind it; where the text begins or ends there are fewer.
    var before: [String]
    var behind: [String]

    /// How many words at the same distance are the same, up to twice ``SlotReader/reach``.
    func likeness(to other: Slot) -> Int {
        func same(_ a: [String], _ b: [String]) -> Int { zip(a, b).count(where: ==) }
        return same(before, other.before) + same(behind, other.behind)
    }
}

/// Reads slots, and finds what stands in the place of something else: in "Leeds has 27 days and Utrecht 26" Utrecht has no 27.
enum SlotReader {
    /// Words on each side.
    static let reach = 3
    /// A slot is another one's where this many words around it are those around the other.
    private static let leastLikeness = 3
    /// And this many more than around the same filler.
    private static let margin = 2

    /// - Parameter names: the words of the text that are names.
    static func slots(in text: String, names: [String]) -> [Slot] {
        let names = Set(names)
        func isName(_ word: String) -> Bool { names.contains(word) }
        let words = words(of: text)
        var slots: [Slot] = []
        var index = 0
        while index < words.count {
            let start = index
            let isNumber = isNumber(words[index])
            guard isNumber || isName(words[index]) else {
                index += 1
                continue
            }
            index += 1
            if !isNumber { while index < words.count, isName(words[index]) { index += 1 } }
            let name = words[start..<index].map { $0.lowercased() }.joined(separator: " ")
            // The ends of the text are marks of their own, once.
            let before = words[..<start].suffix(reach).reversed().map { $0.lowercased() } + (start < reach ? ["^"] : [])
            let behind =
                words[index...].prefix(reach).map { $0.lowercased() } + (words.count - index < reach ? ["$"] : [])
            slots.append(
                Slot(
                    filler: isNumber ? NumberReader.numbers(in: name).first ?? name : name, isNumber: isNumber,
                    before: before, behind: behind))
        }
        return slots
    }

    /// A name or number of the statement that stands in the place of another one of the evidence, and that one; nil where none does.
    ///
    /// - Parameter sure: numbers that are known to be right.
    static func exchanged(
        _ statement: [Slot], _ evidence: [Slot], sure: Set<String>
    ) -> (said: String, found: String)? {
        for slot in statement where !sure.contains(slot.filler) {
            let alike = evidence.filter { $0.isNumber == slot.isNumber }.map { ($0, $0.likeness(to: slot)) }
            let own = alike.filter { $0.0.filler == slot.filler }.map(\.1).max() ?? 0
            guard let (other, likeness) = alike.filter({ !related($0.0.filler, slot.filler) }).max(by: { $0.1 < $1.1 })
            else { continue }
            if likeness >= leastLikeness, likeness >= own + margin { return (slot.filler, other.filler) }
        }
        return nil
    }

    /// Whether one name is a part of the other, as "Lovelace" of "Ada Lovelace".
    private static func related(_ a: String, _ b: String) -> Bool {
        a == b || a.hasPrefix(b + " ") || a.hasSuffix(" " + b) || b.hasPrefix(a + " ") || b.hasSuffix(" " + a)
    }

    /// Words with their capitals, numbers, and each Han character.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let isWide = character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            if character.isLetter || character.isNumber, !isWide {
                word.append(character)
            } else if ".,".contains(character), word.last?.isNumber == true, next.isNumber {
                word.append(character)
            } else {
                if !word.isEmpty { words.append(word) }
                word = ""
                if isWide, character.isLetter || character.isNumber { words.append(String(character)) }
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    private static func isNumber(_ word: String) -> Bool {
        word.first?.isASCII == true && word.first?.isNumber == true
    }
}
