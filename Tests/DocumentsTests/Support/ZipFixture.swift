import Foundation

/// Makes zip archives.
enum ZipFixture {
    /// An archive of members that are stored as they are, in order.
    static func make(_ members: [(name: String, data: Data)], isEncrypted: Bool = false) -> Data {
        make(
            members.map { Member(name: $0.name, packed: $0.data, size: $0.data.count, crc: crc($0.data), method: 0) },
            isEncrypted)
    }

    /// An archive of texts.
    static func make(_ members: [(name: String, text: String)]) -> Data {
        make(members.map { (name: $0.name, data: Data($0.text.utf8)) })
    }

    /// An archive of one member of `count` zeros, packed by deflate to a hundred and fiftieth.
    ///
    /// - Parameters:
    ///   - others: names of further members, which are empty.
    ///   - hasChecksum: whether its checksum is worked out, which takes a second for 64 MiB.
    static func bomb(name: String, count: Int, others: [String] = [], hasChecksum: Bool = true) -> Data {
        let repeats = count / 258
        var bits = BitWriter()
        bits.append(0b011, count: 3)
        bits.append(reversed: 0b0011_0000, count: 8)
        // A length of 258 from one byte back, over and over; then the end of the block.
        for _ in 0..<repeats {
            bits.append(reversed: 0b1100_0101, count: 8)
            bits.append(0, count: 5)
        }
        bits.append(0, count: 7)
        let size = repeats * 258 + 1
        let crc = hasChecksum ? crc(Data(count: size)) : 0
        return make(
            others.map { Member(name: $0, packed: Data(), size: 0, crc: 0, method: 0) }
                + [Member(name: name, packed: bits.finish(), size: size, crc: crc, method: 8)], false)
    }

    private struct Member {
        var name: String
        var packed: Data
        var size: Int
        var crc: UInt32
        var method: Int
    }

    private static func make(_ members: [Member], _ isEncrypted: Bool) -> Data {
        var file = Data()
        var directory = Data()
        for member in members {
            let offset = file.count
            var common = Data()
            common.append(20, bytes: 2)
            common.append(0x800 | (isEncrypted ? 1 : 0), bytes: 2)
            common.append(member.method, bytes: 2)
            common.append(0, bytes: 4)
            common.append(Int(member.crc), bytes: 4)
            common.append(member.packed.count, bytes: 4)
            common.append(member.size, bytes: 4)
            common.append(member.name.utf8.count, bytes: 2)
            common.append(0, bytes: 2)
            file.append(0x0403_4B50, bytes: 4)
            file.append(common)
            file.append(contentsOf: member.name.utf8)
            file.append(member.packed)
            directory.append(0x0201_4B50, bytes: 4)
            directory.append(0x0314, bytes: 2)
            directory.append(common)
            directory.append(0, bytes: 6)
            directory.append(0x81A4_0000, bytes: 4)
            directory.append(offset, bytes: 4)
            directory.append(contentsOf: member.name.utf8)
        }
        let start = file.count
        file.append(directory)
        file.append(0x0605_4B50, bytes: 4)
        file.append(0, bytes: 4)
        file.append(members.count, bytes: 2)
        file.append(members.count, bytes: 2)
        file.append(directory.count, bytes: 4)
        file.append(start, bytes: 4)
        file.append(0, bytes: 2)
        return file
    }

    private static let crcTable: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    private static func crc(_ data: Data) -> UInt32 {
        ~data.reduce(UInt32.max) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}

/// Bits as deflate packs them: the lowest of a byte first.
private struct BitWriter {
    private var data = Data()
    private var current: UInt8 = 0
    private var used = 0

    mutating func append(_ value: Int, count: Int) {
        for bit in 0..<count {
            current |= UInt8(value >> bit & 1) << UInt8(used)
            used += 1
            if used == 8 { flush() }
        }
    }

    mutating func append(reversed value: Int, count: Int) {
        for bit in (0..<count).reversed() { append(value >> bit & 1, count: 1) }
    }

    mutating func finish() -> Data {
        if used > 0 { flush() }
        return data
    }

    private mutating func flush() {
        data.append(current)
        current = 0
        used = 0
    }
}

extension Data {
    fileprivate mutating func append(_ value: Int, bytes: Int) {
        for byte in 0..<bytes { append(UInt8(value >> (8 * byte) & 0xFF)) }
    }
}
