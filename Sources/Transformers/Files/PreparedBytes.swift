internal import Foundation

/// Bytes that take long to work out, kept in a file where one may be: in memory of their own, or mapped.
enum PreparedBytes: Sendable {
    case owned(AlignedBuffer)
    case mapped(PreparedFile)

    /// Maps what was worked out before, or works it out.
    ///
    /// - Parameters:
    ///   - url: where the bytes are kept; nil for nowhere.
    ///   - identity: what they are made from.
    ///   - isRight: whether what a file has can be what is wanted.
    ///   - make: works them out.
    init(
        keptAt url: URL?, madeFrom identity: @autoclosure () -> PreparedFile.Identity,
        isRight: (UnsafeRawBufferPointer) -> Bool,
        make: () -> AlignedBuffer
    ) {
        guard let url else {
            self = .owned(make())
            return
        }
        let identity = identity()
        if let kept = PreparedFile(url, madeFrom: identity), isRight(kept.content) {
            self = .mapped(kept)
            return
        }
        let buffer = make()
        PreparedFile.write(
            UnsafeRawBufferPointer(start: buffer.address, count: buffer.count), madeFrom: identity, to: url)
        // The mapped file can be shared, and given back when memory is short; the buffer cannot.
        if let kept = PreparedFile(url, madeFrom: identity), kept.content.count == buffer.count {
            self = .mapped(kept)
        } else {
            self = .owned(buffer)
        }
    }

    /// The bytes, which are there as long as this value is.
    var bytes: UnsafeRawBufferPointer {
        switch self {
        case .owned(let buffer): UnsafeRawBufferPointer(start: buffer.address, count: buffer.count)
        case .mapped(let file): file.content
        }
    }
}
