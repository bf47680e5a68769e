/// Byte strings one behind the other: a vocabulary has a hundred thousand, and an array for each would take longer than reading them.
package struct ByteStrings: RandomAccessCollection, Sendable, Equatable {
    private(set) var bytes: [UInt8] = []
    /// Where each string ends.
    private var ends: [Int] = []

    package init() {}

    /// Copies strings.
    package init(_ strings: some Sequence<[UInt8]>) {
        for string in strings { append(string) }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { ends.count }

    package subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(of: index)] }

    /// Where the string with an index lies in ``bytes``.
    func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// Takes in what tells these strings from others.
    func identify(_ identity: inout PreparedFile.Identity) {
        identity.combine(bytes)
        identity.combine(ends)
    }

    mutating func reserveCapacity(strings: Int, bytes count: Int) {
        ends.reserveCapacity(strings)
        bytes.reserveCapacity(count)
    }

    mutating func append(_ string: some Sequence<UInt8>) {
        bytes.append(contentsOf: string)
        ends.append(bytes.count)
    }

    /// Appends what `body` adds to the end of all bytes.
    mutating func append(with body: (inout [UInt8]) -> Void) {
        body(&bytes)
        ends.append(bytes.count)
    }
}
