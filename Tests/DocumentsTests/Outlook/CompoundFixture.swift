import Foundation

/// Makes compound files: folders of streams, in sectors of 512 bytes with one table.
struct CompoundFixture {
    /// A folder, or a stream if it has content.
    struct Node {
        var name: String
        var content: Data?
        var children: [Node] = []
    }

    private var sectors: [Data] = []
    private var table: [UInt32] = []
    private var small = Data()
    private var smallTable: [UInt32] = []
    private var entries: [Data] = []

    static func make(_ nodes: [Node]) -> Data {
        var file = CompoundFixture()
        return file.build(nodes)
    }

    /// A stream of text as Outlook names it.
    static func text(_ id: String, _ text: String) -> Node {
        Node(name: "__substg1.0_\(id)001F", content: Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
    }

    private mutating func build(_ nodes: [Node]) -> Data {
        entries = [Data()]
        let first = add(nodes)
        let smallStart = append(small)
        entries[0] = entry("Root Entry", kind: 5, child: first, start: smallStart, size: small.count)
        let directory = append(entries.reduce(Data(), +))
        let smallTableStart = append(Self.bytes(smallTable))
        // The table's own sectors come last.
        var count = 1
        while table.count + count > count * 128 { count += 1 }
        let tableStart = sectors.count
        let all = table + [UInt32](repeating: 0xFFFF_FFFD, count: count)
        let padded = all + [UInt32](repeating: 0xFFFF_FFFF, count: count * 128 - all.count)
        var header = Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + Data(count: 16)
        header += Self.bytes([0x0003_003E, 0x0009_FFFE, 6, 0, 0, UInt32(count), UInt32(directory), 0, 4_096])
        header += Self.bytes([UInt32(smallTableStart), 1, 0xFFFF_FFFE, 0])
        header += Self.bytes((0..<109).map { $0 < count ? UInt32(tableStart + $0) : 0xFFFF_FFFF })
        return header + sectors.reduce(Data(), +) + Self.bytes(padded)
    }

    /// Adds entries that are one another's right neighbours.
    private mutating func add(_ nodes: [Node]) -> UInt32 {
        guard !nodes.isEmpty else { return 0xFFFF_FFFF }
        let first = entries.count
        for _ in nodes { entries.append(Data()) }
        for (offset, node) in nodes.enumerated() {
            let right = offset + 1 < nodes.count ? UInt32(first + offset + 1) : 0xFFFF_FFFF
            if let content = node.content {
                let start = content.count < 4_096 ? appendSmall(content) : append(content)
                entries[first + offset] = entry(node.name, kind: 2, right: right, start: start, size: content.count)
            } else {
                let child = add(node.children)
                entries[first + offset] = entry(node.name, kind: 1, right: right, child: child)
            }
        }
        return UInt32(first)
    }

    private func entry(
        _ name: String, kind: UInt8, right: UInt32 = 0xFFFF_FFFF, child: UInt32 = 0xFFFF_FFFF, start: Int = 0,
        size: Int = 0
    ) -> Data {
        let units = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        var data = Data(units) + Data(count: 64 - units.count)
        data += Data([UInt8(units.count + 2), 0, kind, 1])
        data +=
            Self.bytes([0xFFFF_FFFF, right, child]) + Data(count: 36) + Self.bytes([UInt32(start), UInt32(size), 0])
        return data
    }

    private mutating func append(_ content: Data) -> Int {
        let start = sectors.count
        let padded = content + Data(count: (512 - content.count % 512) % 512)
        let count = max(1, padded.count / 512)
        for index in 0..<count {
            sectors.append(padded.isEmpty ? Data(count: 512) : padded.subdata(in: index * 512..<index * 512 + 512))
            table.append(index + 1 < count ? UInt32(sectors.count) : 0xFFFF_FFFE)
        }
        return start
    }

    private mutating func appendSmall(_ content: Data) -> Int {
        let start = smallTable.count
        let padded = content + Data(count: (64 - content.count % 64) % 64)
        small += padded
        for index in 0..<padded.count / 64 {
            smallTable.append(index + 1 < padded.count / 64 ? UInt32(smallTable.count + 1) : 0xFFFF_FFFE)
        }
        return start
    }

    private static func bytes(_ numbers: [UInt32]) -> Data {
        Data(numbers.flatMap { number in (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) } })
    }
}
