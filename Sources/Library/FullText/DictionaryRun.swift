internal import CDictionaries
internal import Foundation

/// A run of Thai, Lao, Khmer or Burmese, whose words are not divided by spaces: ICU's dictionaries tell where they end.
struct DictionaryRun {
    /// As it was written, which is how the dictionaries have it.
    private var bytes: [UInt8] = []
    /// Where each character, with its marks, ends in `bytes`.
    private var units: [Int] = []
    private var ends: [Int64] = []
    private let words = WordIterator()

    /// Words of fewer characters are the pairs and single characters that the index has anyway.
    private static let fewestUnits = 3

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ scalar: some Collection<UInt8>) {
        bytes.append(contentsOf: scalar)
        units.append(bytes.count)
    }

    /// Adds a mark (a vowel or tone sign) to the last character.
    mutating func attach(_ mark: [UInt8]) {
        bytes.append(contentsOf: mark)
        units[units.count - 1] = bytes.count
    }

    /// Appends the words of the run that are no pairs, and starts anew.
    mutating func end(into buffer: inout WordBuffer) {
        guard !bytes.isEmpty else { return }
        if ends.count < bytes.count { ends = Array(repeating: 0, count: bytes.count) }
        let count = words.divide(bytes, into: &ends)
        var (start, unit) = (0, 0)
        for end in ends[..<count].map(Int.init) {
            let first = unit
            while unit < units.count, units[unit] <= end { unit += 1 }
            if unit - first >= Self.fewestUnits {
                let word = String(decoding: bytes[start..<end], as: UTF8.self)
                buffer.append(Array(word.precomposedStringWithCompatibilityMapping.utf8))
            }
            start = end
        }
        removeAll()
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        units.removeAll(keepingCapacity: true)
    }
}

/// ICU's iterator over words, opened when it is first needed: most texts have no such script.
private final class WordIterator {
    private lazy var iterator = cd_words_open()

    deinit { if let iterator { cd_words_close(iterator) } }

    /// Writes where words end; returns how many there are, 0 for failure.
    ///
    /// - Parameter ends: at least as many as bytes.
    func divide(_ bytes: [UInt8], into ends: inout [Int64]) -> Int {
        guard let iterator else { return 0 }
        return bytes.withUnsafeBufferPointer { bytes in
            ends.withUnsafeMutableBufferPointer { ends in
                guard let text = bytes.baseAddress, let ends = ends.baseAddress else { return 0 }
                return Int(cd_words_divide(iterator, text, Int64(bytes.count), ends))
            }
        }
    }
}
