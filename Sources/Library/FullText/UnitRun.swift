/// A run of characters of scripts that do not divide words by spaces.
struct UnitRun {
    private var bytes: [UInt8] = []
    /// Where each unit ends in `bytes`.
    private var ends: [Int] = []
    /// Whether each unit is a Han character, which is often a word by itself.
    private var isHan: [Bool] = []

    var isEmpty: Bool { ends.isEmpty }

    mutating func append(_ unit: some Collection<UInt8>, isHan: Bool) {
        bytes.append(contentsOf: unit)
        ends.append(bytes.count)
        self.isHan.append(isHan)
    }

    /// Adds a mark (a vowel or tone sign) to the last unit.
    mutating func attach(_ mark: [UInt8]) {
        bytes.append(contentsOf: mark)
        ends[ends.count - 1] = bytes.count
    }

    /// Appends the run's pairs and its Han characters alone, and starts anew. The index also gets the last unit alone,
    /// whatever its script; a query of a single unit that is not Han asks for it as a prefix.
    mutating func end(into buffer: inout WordBuffer, for purpose: SearchWords.Purpose) {
        guard !ends.isEmpty else { return }
        var start = 0
        for index in ends.indices.dropLast() {
            if isHan[index] { buffer.append(bytes[start..<ends[index]]) }
            buffer.append(bytes[start..<ends[index + 1]])
            start = ends[index]
        }
        let last = ends.count - 1
        if purpose == .index || last == 0 || isHan[last] { buffer.append(bytes[start...]) }
        if purpose == .query, last == 0, !isHan[last] { buffer.markPrefix() }
        removeAll()
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isHan.removeAll(keepingCapacity: true)
    }
}
