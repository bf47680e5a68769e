internal import CKernels
public import Foundation

/// What a context has read can be kept in a file, so that another process need not read it again: its tokens, and their keys and
/// values. A file belongs to one model and to one kind of processor.
extension DecoderContext {
    /// Writes the first `count` tokens and what was read of them to a file that nobody else can read. Where that cannot be done,
    /// such as on a full disk, there is no file or the one that was there.
    public func save(first count: Int, to url: URL) {
        let count = min(count, tokens.count)
        guard count > 0 else { return }
        let start = Self.start(ofStates: count)
        withUnsafePointer(to: model.weights.decoder) { decoder in
            let content = AlignedBuffer(count: start + Int(ck_decoder_state_size(decoder, Int64(count))))
            content.address.storeBytes(of: Int64(count), as: Int64.self)
            tokens.withUnsafeBytes {
                (content.address + Self.countSize).copyMemory(from: $0.baseAddress!, byteCount: count * 4)
            }
            ck_decoder_state_save(decoder, state, Int64(count), content.address + start)
            PreparedFile.write(
                UnsafeRawBufferPointer(start: content.address, count: content.count), madeFrom: identity, to: url,
                isPrivate: true)
        }
    }

    /// Takes from a file what it has read of the beginning of `wanted`, in the place of what is there.
    ///
    /// - Returns: how many tokens that is; 0, and nothing has changed, where it is none, or the file is not there, is damaged, or
    ///   belongs to something else.
    public func restore(_ wanted: [Int32], from url: URL) -> Int {
        guard let file = PreparedFile(url, madeFrom: identity) else { return 0 }
        let content = file.content
        guard content.count >= Self.countSize, let address = content.baseAddress else { return 0 }
        let saved = Int(content.loadUnaligned(as: Int64.self))
        guard saved > 0, saved <= content.count / 4 else { return 0 }
        let start = Self.start(ofStates: saved)
        return withUnsafePointer(to: model.weights.decoder) { decoder in
            guard content.count == start + Int(ck_decoder_state_size(decoder, Int64(saved))) else { return 0 }
            let shared = wanted.indices.prefix(min(saved, capacity)).prefix {
                content.loadUnaligned(fromByteOffset: Self.countSize + $0 * 4, as: Int32.self) == wanted[$0]
            }.count
            guard shared > 0 else { return 0 }
            ck_decoder_state_restore(decoder, state, Int64(shared), Int64(saved), address + start)
            replaceTokens(with: Array(wanted[..<shared]))
            return shared
        }
    }

    /// Bytes of the count of tokens, with which the content begins; the tokens follow.
    private static let countSize = 8

    /// Where keys and values begin, behind the tokens.
    private static func start(ofStates count: Int) -> Int { (countSize + count * 4 + 63) / 64 * 64 }

    private var identity: PreparedFile.Identity {
        var identity = model.weights.matrices.identity
        identity.combine(ck_cpu_features())
        return identity
    }
}
