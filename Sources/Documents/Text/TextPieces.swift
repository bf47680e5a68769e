/// Divides a long text at line ends or else at spaces, or between two characters where there are neither.
struct TextPieces: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var rest: Range<Int>
    private let limit: Int

    init(_ bytes: [UInt8], _ range: Range<Int>, limit: Int) {
        self.bytes = bytes
        rest = range
        self.limit = limit
    }

    mutating func next() -> Range<Int>? {
        guard !rest.isEmpty else { return nil }
        guard rest.count > limit else {
            defer { rest = rest.upperBound..<rest.upperBound }
            return rest
        }
        let latest = rest.lowerBound + limit
        let tail = (latest - limit / 4)..<latest
        let end =
            tail.last { bytes[$0] == 0x0A } ?? tail.last { bytes[$0].isSpace }
            ?? tail.last { bytes[$0 + 1] & 0xC0 != 0x80 }.map { $0 + 1 } ?? latest
        defer { rest = end..<rest.upperBound }
        return rest.lowerBound..<end
    }
}
