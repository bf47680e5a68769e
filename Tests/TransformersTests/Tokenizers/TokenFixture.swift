internal import Foundation

/// Token ids that another implementation made; each file says in its head which and how.
struct TokenFixture: Decodable {
    struct Row: Decodable {
        var text: String
        var ids: [Int32]
        /// Ids with special tokens recognised, where they differ.
        var specialIDs: [Int32]?
        /// The decoded text, where it is not the text.
        var decoded: String?

        private enum CodingKeys: String, CodingKey {
            case text, ids
            case specialIDs = "ids_special"
            case decoded = "detok"
        }
    }

    var rows: [Row]
    /// Block of 4096 scalars, and a checksum of the ids that its scalars have.
    var scalars: [[UInt32]]?

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Fixtures/\(name).json"))
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    /// The checksums of `encode` over the same scalars.
    static func scalarChecksums(_ encode: (String) -> [Int32]) -> [[UInt32]] {
        (Array(0..<0x40) + [0xE0]).map { (block: UInt32) in
            var sum: UInt32 = 2_166_136_261
            for value in block << 12..<(block + 1) << 12 {
                guard let scalar = Unicode.Scalar(value) else { continue }
                for id in encode("a\(scalar)b \(scalar)") + [-1] {
                    sum = (sum ^ UInt32(bitPattern: id)) &* 16_777_619
                }
            }
            return [block, sum]
        }
    }
}
