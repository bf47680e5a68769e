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

    private struct Place {
        var offset: Int
        var tensor: WeightTensor
    }

    /// What tells these matrices from others.
    let identity: PreparedFile.Identity

    private let memory: PreparedBytes
    private let places: [String: Place]

    /// Packs matrices, or maps what was packed before.
    ///
    /// - Parameter url: where the packed matrices are kept, but for the suffix of their layout; nil for nowhere.
    init(_ sources: [Source], layout: PackedLayout, keptAt url: URL?) {
        var places: [String: Place] = [:]
        var count = 0
        for source in sources {
            places[source.name] = Place(offset: count, tensor: source.tensor)
            count += (layout.size(of: source.tensor) + 63) / 64 * 64
        }
        self.places = places
        let identity = Self.identity(of: sources, layout)
        self.identity = identity
        memory = PreparedBytes(
            keptAt: url.map { URL(filePath: $0.path + layout.suffix) }, madeFrom: identity,
            isRight: { $0.count == count }
        ) {
            let buffer = AlignedBuffer(count: count)
            let order = Array(places.values)
            DispatchQueue.concurrentPerform(iterations: order.count) { index in
                layout.pack(order[index].tensor, to: buffer.address + order[index].offset)
            }
            return buffer
        }
    }

    /// A matrix for the kernels, without bias. It may be used as long as this object is there.
    func matrix(_ name: String) -> ck_matrix {
        guard let place = places[name] else { preconditionFailure("“\(name)” was not packed") }
        var matrix = ck_matrix()
        matrix.n = Int64(place.tensor.rows)
        matrix.k = Int64(place.tensor.columns)
        if let format = place.tensor.format.blockFormat { matrix.format = format }
        if let format = place.tensor.format.denseFormat { (matrix.is_dense, matrix.dense_format) = (1, format) }
        matrix.packed = start + place.offset
        return matrix
    }

    /// A matrix of an encoder, which may be used as long as this object is there.
    func panels(_ name: String) -> UnsafeRawPointer {
        guard let place = places[name] else { preconditionFailure("“\(name)” was not packed") }
        return start + place.offset
    }

    private var start: UnsafeRawPointer {
        guard let start = memory.bytes.baseAddress else { preconditionFailure("packed matrices have an address") }
        return start
    }

    /// Samples of a tensor that are hashed, and bytes of each.
    private static let samples = (count: 4, size: 64)

    /// For each matrix the size and the time of its file, its place, its format and some of its bytes.
    private static func identity(of sources: [Source], _ layout: PackedLayout) -> PreparedFile.Identity {
        var identity = PreparedFile.Identity()
        layout.identify(&identity)
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
