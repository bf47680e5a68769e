internal import Foundation

/// The names of the members of a zip archive, read from its directory without unpacking anything.
struct ZipNames {
    /// The names; of a damaged archive those that its start holds.
    private(set) var names: Set<String> = []
    /// The text of a first member called `mimetype`, which is stored as it is.
    private(set) var mediaType: String?
    /// Whether the directory at the end was found.
    private(set) var isComplete = false

    /// Names that are looked at.
    private static let maximumNames = 10_000
    /// The bytes at the start in which members are looked for where there is no directory.
    private static let startBytes = 65_536

    init(_ bytes: Data) {
        bytes.withUnsafeBytes { raw in
            mediaType = Self.mediaType(raw)
            if !readDirectory(raw) { readStart(raw) }
        }
    }

    private static func mediaType(_ raw: UnsafeRawBufferPointer) -> String? {
        guard raw.count > 38, name(raw, at: 30, count: raw.short(26)) == "mimetype" else { return nil }
        let start = 38 + raw.short(28)
        guard start < raw.count else { return nil }
        return String(decoding: raw[start..<min(raw.count, start + 100)], as: UTF8.self)
    }

    /// Reads the central directory: PKWARE's APPNOTE, 4.3.12 and 4.3.16.
    private mutating func readDirectory(_ raw: UnsafeRawBufferPointer) -> Bool {
        let lowest = max(0, raw.count - 22 - 65_535)
        guard raw.count >= 22,
            let end = (lowest...raw.count - 22).reversed().first(where: { raw.long($0) == 0x0605_4B50 })
        else { return false }
        var place = raw.long(end + 16)
        guard place <= end else { return false }
        while place + 46 <= end, raw.long(place) == 0x0201_4B50, names.count < Self.maximumNames {
            let length = raw.short(place + 28)
            names.insert(Self.name(raw, at: place + 46, count: length))
            place += 46 + length + raw.short(place + 30) + raw.short(place + 32)
        }
        isComplete = !names.isEmpty || place == end
        return isComplete
    }

    private mutating func readStart(_ raw: UnsafeRawBufferPointer) {
        let end = min(raw.count, Self.startBytes)
        var place = 0
        while place + 30 <= end {
            if raw[place] == 0x50, raw.long(place) == 0x0403_4B50 {
                names.insert(Self.name(raw, at: place + 30, count: raw.short(place + 26)))
                place += 30
            } else {
                place += 1
            }
        }
    }

    private static func name(_ raw: UnsafeRawBufferPointer, at place: Int, count: Int) -> String {
        guard place < raw.count else { return "" }
        return String(decoding: raw[place..<min(raw.count, place + count)], as: UTF8.self)
    }
}

extension UnsafeRawBufferPointer {
    /// Two bytes, the low one first.
    fileprivate func short(_ place: Int) -> Int {
        Int(loadUnaligned(fromByteOffset: place, as: UInt16.self).littleEndian)
    }

    /// Four bytes, the lowest first.
    fileprivate func long(_ place: Int) -> Int {
        Int(loadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian)
    }
}
