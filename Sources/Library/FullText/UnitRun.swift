/// A run of characters of scripts that do not divide words by spaces.
struct UnitRun {
    private var bytes: [UInt8] = []
    /// Where each unit ends in `bytes`.
    private var ends: [Int] = []

    var isEmpty: Bool { ends.isEmpty }

    mutating func append(_ unit: some Collection<UInt8>) {
        bytes.append(contentsOf: unit)
        ends.append(bytes.count)
    }

    /// Adds a mark (a vowel or tone sign) to the last unit.
    mutating func attach(_ mark: [UInt8]) {
        bytes.append(contentsOf: mark)
        ends[ends.count - 1] = bytes.count
    }

    /// Appends the run's pairs and starts anew. The index also gets the last unit alone; a query gets a single unit as
    /// a prefix.
    mutating func end(into buffer: inout WordBuffer, for purpose: SearchWords.Purpose) {
        guard !ends.isEmpty else { return }
        var start = 0
        for index in ends.indices.dropLast() {
            buffer.append(bytes[start..<ends[index + 1]])
            start = ends[index]
        }
        if purpose == .index || ends.count == 1 { buffer.append(bytes[start...]) }
        if purpose == .query, ends.count == 1 { buffer.markPrefix() }
        removeAll()
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }
}
