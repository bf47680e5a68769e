internal import CKernels
internal import Foundation

/// Vectors as the tables keep them: codes of 2 bits a number, and what these leave (`scan.h`).
struct PackedVectors: Sendable {
    let layout: VectorLayout
    /// Whose vectors they are, ascending.
    private(set) var chunks: [Int64]
    /// [chunks, ``VectorLayout/codeBytes``].
    private(set) var codes: [UInt8]
    /// [chunks, ``VectorLayout/restBytes``].
    private(set) var rests: [UInt8]

    /// Vectors that are packed on a thread.
    private static let share = 1_024

    /// Packs vectors of finite numbers; of several for a chunk, the last one counts. Works on all processors.
    init(_ vectors: [(chunk: Int64, vector: [Float])], layout: VectorLayout) {
        var newest: [Int64: Int] = [:]
        newest.reserveCapacity(vectors.count)
        for (index, entry) in vectors.enumerated() { newest[entry.chunk] = index }
        let order = newest.values.sorted { vectors[$0].chunk < vectors[$1].chunk }
        self.layout = layout
        chunks = order.map { vectors[$0].chunk }
        codes = [UInt8](repeating: 0, count: order.count * layout.codeBytes)
        rests = [UInt8](repeating: 0, count: order.count * layout.restBytes)
        codes.withUnsafeMutableBufferPointer { codes in
            rests.withUnsafeMutableBufferPointer { rests in
                guard let codes = codes.baseAddress, let rests = rests.baseAddress else { return }
                nonisolated(unsafe) let target = (codes: codes, rests: rests)
                let shares = (order.count + Self.share - 1) / Self.share
                DispatchQueue.concurrentPerform(iterations: shares) { share in
                    for place in share * Self.share..<min(order.count, (share + 1) * Self.share) {
                        ck_vector_pack(
                            vectors[order[place]].vector, Int64(layout.dimension),
                            target.codes + place * layout.codeBytes, target.rests + place * layout.restBytes)
                    }
                }
            }
        }
    }

    /// The codes of the vectors at these places.
    func codes(_ places: Range<Int>) -> ArraySlice<UInt8> {
        codes[places.lowerBound * layout.codeBytes..<places.upperBound * layout.codeBytes]
    }

    /// What the codes of the vectors at these places leave.
    func rests(_ places: Range<Int>) -> ArraySlice<UInt8> {
        rests[places.lowerBound * layout.restBytes..<places.upperBound * layout.restBytes]
    }

    /// Leaves out the vectors of other chunks.
    mutating func keep(_ kept: Set<Int64>) {
        guard kept.count < chunks.count else { return }
        let places = chunks.indices.filter { kept.contains(chunks[$0]) }
        codes = places.flatMap { codes($0..<$0 + 1) }
        rests = places.flatMap { rests($0..<$0 + 1) }
        chunks = places.map { chunks[$0] }
    }
}
