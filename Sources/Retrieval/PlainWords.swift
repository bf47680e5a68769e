internal import Foundation

/// The letters and digits of a text, to tell whether one text stands in another whatever their case, punctuation and lines.
struct PlainWords {
    /// A shorter text says too little by itself to be the same elsewhere.
    private static let leastBytes = 40

    /// In small letters, with a space between words and at both ends.
    private let bytes: Data

    init(_ text: String) {
        var bytes = Data(" ".utf8)
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            bytes.append(contentsOf: word.utf8)
            bytes.append(UInt8(ascii: " "))
        }
        self.bytes = bytes
    }

    /// Whether all words of `other`, which are not too few, follow each other here.
    func contains(_ other: Self) -> Bool { other.bytes.count >= Self.leastBytes && bytes.range(of: other.bytes) != nil }
}
