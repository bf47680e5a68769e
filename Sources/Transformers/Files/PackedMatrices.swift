internal import CKernels
internal import Foundation

/// The matrices of a model in the layout that the kernels want, one behind the other.
///
/// Packing takes longer than everything else that opening a model does, so what was packed can be kept in a file.
final class PackedMatrices: Sendable {
    /// The tensor of a matrix.
    struct Source {
        var name: String
        var tensor: WeightTensor
    }

    private enum Memory: Sendable {
        case owned(AlignedBuffer)
        case mapped(PreparedFile)
    }

    private struct Place {
        var offset: Int
        var tensor: WeightTensor
    }

    /// What tells these matrices from others.
    let identity: PreparedFile.Identity

    private let memory: Memory
    private let places: [String: Place]

    /// Packs matrices, or maps what was packed before.
    ///
    /// - Parameter url: where the packed matrices are kept; nil for nowhere.
    init(_ sources: [Source], keptAt url: URL?) {
        var places: [String: Place] = [:]
        var count = 0
        for source in sources {
            places[source.name] = Place(offset: count, tensor: source.tensor)
            count += (Self.packedSize(source.tensor) + 63) / 64 * 64
        }
        self.places = places
        identity = Self.identity(of: sources)
        if let url, let kept = PreparedFile(url, madeFrom: identity), kept.content.count == count {
            memory = .mapped(kept)
            return
        }
        let buffer = AlignedBuffer(count: count)
        let order = Array(places.values)
        DispatchQueue.concurrentPerform(iterations: order.count) { index in
            Self.pack(order[index].tensor, to: buffer.address + order[index].offset)
        }
        // The mapped file can be shared, and given back when memory is short; the buffer cannot.
        if let url {
            PreparedFile.write(UnsafeRawBufferPointer(start: buffer.address, count: count), madeFrom: identity, to: url)
            if let kept = PreparedFile(url, madeFrom: identity), kept.content.count == count {
                memory = .mapped(kept)
                return
            }
        }
        memory = .owned(buffer)
    }

    /// A matrix for the kernels, without bias. It may be used as long as this object is there.
    func matrix(_ name: String) -> ck_matrix {
        guard let place = places[name] else { preconditionFailure("“\(name)” was not packed") }
        var matrix = ck_matrix()
        matrix.n = Int64(place.tensor.rows)
        matrix.k = Int64(place.tensor.columns)
        if let format = place.tensor.format.blockFormat { matrix.format = format }
        if let format = place.tensor.format.denseFormat { (matrix.is_dense, matrix.dense_format) = (1, format) }
        switch memory {
        case .owned(let buffer): matrix.packed = UnsafeRawPointer(buffer.address + place.offset)
        case .mapped(let file): matrix.packed = file.content.baseAddress.map { $0 + place.offset }
        }
        return matrix
    }

    private static func packedSize(_ tensor: WeightTensor) -> Int {
        let (n, k) = (Int64(tensor.rows), Int64(tensor.columns))
        if let format = tensor.format.blockFormat { return Int(ck_blocks_packed_size(format, n, k)) }
        return Int(ck_dense_packed_size(tensor.format.denseFormat ?? CK_DENSE_F32, n, k))
    }

    /// Outputs of a panel of dense weights, which can be packed panel by panel.
    private static let panelRows = 32

    private static func pack(_ tensor: WeightTensor, to target: UnsafeMutableRawPointer) {
        if let format = tensor.format.blockFormat {
            guard let start = tensor.bytes.baseAddress else { return }
            ck_blocks_pack(format, start, Int64(tensor.rows), Int64(tensor.columns), target)
            return
        }
        let format = tensor.format.denseFormat ?? CK_DENSE_F32
        let panel = AlignedBuffer(uninitialized: panelRows * tensor.columns * 4)
        let panelSize = Int(ck_dense_packed_size(format, Int64(panelRows), Int64(tensor.columns)))
        for first in stride(from: 0, to: tensor.rows, by: panelRows) {
            let rows = min(panelRows, tensor.rows - first)
            for row in 0..<rows { tensor.copy(row: first + row, to: panel.floats + row * tensor.columns) }
            ck_dense_pack(
                format, panel.floats, Int64(rows), Int64(tensor.columns), target + first / panelRows * panelSize)
        }
    }

    /// Samples of a tensor that are hashed, and bytes of each.
    private static let samples = (count: 4, size: 64)

    /// For each matrix the size and the time of its file, its place, its format and some of its bytes.
    private static func identity(of sources: [Source]) -> PreparedFile.Identity {
        var identity = PreparedFile.Identity()
        for source in sources {
            let tensor = source.tensor
            for number in [
                tensor.file.bytes.count, tensor.file.modificationTime, tensor.rows, tensor.columns,
                tensor.range.lowerBound,
                tensor.range.count,
            ] {
                identity.combine(number)
            }
            identity.combine(tensor.format.rawValue)
            let bytes = tensor.bytes
            for sample in 0..<samples.count {
                let start = (bytes.count - samples.size) / samples.count * sample
                for place in stride(from: max(0, start), to: min(max(0, start) + samples.size, bytes.count - 7), by: 8)
                {
                    identity.combine(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                }
            }
        }
        return identity
    }
}
