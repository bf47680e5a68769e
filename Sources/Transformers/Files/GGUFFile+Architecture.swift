internal import Foundation

extension GGUFFile {
    /// The architecture of the model in a file, such as "llama", without reading more than the first bytes; nil where they are not
    /// those of a GGUF file, or another entry comes first, which no program writes.
    static func architecture(of url: URL) -> String? {
        guard let file = try? FileHandle(forReadingFrom: url) else { return nil }
        defer { try? file.close() }
        let start = Array("GGUF".utf8)
        // Version and two counts; then the length of the key, the key, and 8 for a text.
        let entry = [20, 0, 0, 0, 0, 0, 0, 0] + Array("general.architecture".utf8) + [8, 0, 0, 0]
        guard let head = try? file.read(upToCount: 256), head.count > 72, head.starts(with: start),
            head.dropFirst(24).starts(with: entry), head[57..<64].allSatisfy({ $0 == 0 })
        else { return nil }
        let name = head[64...].prefix(Int(head[56]))
        return String(decoding: name, as: UTF8.self)
    }

    /// A whole number of 32 bits of the metadata that stands near the beginning, before long lists; nil where it is not there.
    static func earlyInteger(_ key: String, of url: URL) -> UInt32? {
        guard let file = try? FileHandle(forReadingFrom: url) else { return nil }
        defer { try? file.close() }
        let reach = 1 << 14
        let entry = Data(key.utf8) + Data([4, 0, 0, 0])
        guard let head = try? file.read(upToCount: reach), let found = head.range(of: entry) else { return nil }
        let value = head[found.upperBound...].prefix(4)
        guard value.count == 4 else { return nil }
        return value.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
