internal import Foundation

/// A file of folders and streams in one file, as Outlook's messages are. Source: Microsoft, [MS-CFB].
///
/// Chains of sectors are followed for at most as many steps as the file has sectors, so no loop in them matters.
struct CompoundFile {
    /// A stream or folder.
    struct Entry {
        var name: String
        var isFolder: Bool
        /// Indexes of what is in a folder.
        var children: [Int] = []
        fileprivate var left: Int
        fileprivate var right: Int
        fileprivate var child: Int
        fileprivate var start: Int
        fileprivate var size: Int
    }

    private static let maximumEntries = 100_000
    private static let endOfChain = 0xFFFF_FFFA

    /// The entries; the first is the root.
    private(set) var entries: [Entry] = []
    private let bytes: Data
    private let sectorSize: Int
    private var table: [UInt32] = []
    private var smallTable: [UInt32] = []
    private var smallStream = Data()
    private let smallLimit: Int

    /// Opens a file; nil if it has no readable directory.
    init?(_ bytes: Data) {
        self.bytes = Data(bytes)
        guard bytes.count >= 512, Self.number(self.bytes, 0, 4) == 0xE011_CFD0 else { return nil }
        let shift = Self.number(self.bytes, 30, 2)
        guard shift == 9 || shift == 12 else { return nil }
        sectorSize = 1 << shift
        smallLimit = Self.number(self.bytes, 56, 4)
        readTable()
        readDirectory(Self.number(self.bytes, 48, 4))
        guard !entries.isEmpty else { return nil }
        smallTable = Self.numbers(chain(Self.number(self.bytes, 60, 4)))
        smallStream = chain(entries[0].start)
    }

    /// The bytes of a stream; what is missing at its end is left out.
    func content(_ entry: Entry) -> Data {
        guard !entry.isFolder else { return Data() }
        if entry.size >= smallLimit { return chain(entry.start).prefix(entry.size) }
        var result = Data()
        var sector = entry.start
        while sector < smallTable.count, result.count < entry.size, sector * 64 < smallStream.count {
            result += smallStream[sector * 64..<min(smallStream.count, sector * 64 + 64)]
            sector = Int(smallTable[sector])
        }
        return result.prefix(entry.size)
    }

    private static func number(_ bytes: Data, _ offset: Int, _ count: Int) -> Int {
        guard offset >= 0, offset + count <= bytes.count else { return 0 }
        return (0..<count).reduce(0) { $0 | Int(bytes[bytes.startIndex + offset + $1]) << (8 * $1) }
    }

    private static func numbers(_ bytes: Data) -> [UInt32] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self).littleEndian }
        }
    }

    private func sector(_ index: Int) -> Data {
        let start = (index + 1) * sectorSize
        guard index >= 0, index < Self.endOfChain, start < bytes.count else { return Data() }
        return bytes[start..<min(bytes.count, start + sectorSize)]
    }

    /// The sectors that belong together from one on.
    private func chain(_ start: Int) -> Data {
        var result = Data()
        var index = start
        var steps = 0
        while index < table.count, steps <= table.count {
            let part = sector(index)
            if part.isEmpty { break }
            result += part
            index = Int(table[index])
            steps += 1
        }
        return result
    }

    /// Reads which sector follows which. The list of the table's own sectors begins in the header.
    private mutating func readTable() {
        var places = (0..<109).map { Self.number(bytes, 76 + 4 * $0, 4) }
        var next = Self.number(bytes, 68, 4)
        let most = bytes.count / sectorSize + 1
        while next < Self.endOfChain, places.count <= most {
            let list = Self.numbers(sector(next))
            guard let last = list.last else { break }
            places += list.dropLast().map(Int.init)
            next = Int(last)
        }
        for place in places.prefix(most) where place < Self.endOfChain { table += Self.numbers(sector(place)) }
    }

    private mutating func readDirectory(_ start: Int) {
        let directory = chain(start)
        for offset in stride(from: 0, to: min(directory.count / 128, Self.maximumEntries) * 128, by: 128) {
            let kind = Self.number(directory, offset + 66, 1)
            let length = min(64, max(0, Self.number(directory, offset + 64, 2) - 2))
            let name = (0..<length / 2).map { UInt16(Self.number(directory, offset + 2 * $0, 2)) }
            entries.append(
                Entry(
                    name: String(decoding: name, as: UTF16.self), isFolder: kind == 1 || kind == 5,
                    left: Self.number(directory, offset + 68, 4), right: Self.number(directory, offset + 72, 4),
                    child: Self.number(directory, offset + 76, 4), start: Self.number(directory, offset + 116, 4),
                    size: Self.number(directory, offset + 120, 4)))
        }
        for index in entries.indices where entries[index].isFolder {
            entries[index].children = siblings(entries[index].child)
        }
    }

    /// The entries of the tree that hangs from one.
    private func siblings(_ root: Int) -> [Int] {
        var result: [Int] = []
        var seen: Set<Int> = []
        var open = [root]
        while let index = open.popLast() {
            guard index < entries.count, seen.insert(index).inserted else { continue }
            result.append(index)
            open += [entries[index].right, entries[index].left]
        }
        return result.sorted()
    }
}
