internal import CKernels
internal import Dispatch
internal import Foundation

/// The layers of an encoder whose steps hand each other what the next one multiplies: in 8 bits or bfloat16 on processors with
/// AVX-512 BF16, in 12 bits on those with AVX2. A text that is alone is shared among threads.
///
/// `@unchecked Sendable`: the memory behind `encoder` is written once, in `init`.
final class FusedLayers: BertLayers, @unchecked Sendable {
    fileprivate let encoder: UnsafeMutablePointer<ck_encoder>
    fileprivate let threads: Int
    private let layers: UnsafeMutablePointer<ck_encoder_layer>
    private let buffers: [AlignedBuffer]
    private let matrices: PackedMatrices

    /// How an encoder of these sizes is multiplied on this processor; nil where it cannot be run so.
    static func format(_ configuration: BertConfiguration, _ precision: EncoderPrecision) -> ck_encoder_format? {
        let features = ck_cpu_features()
        guard configuration.headSize % 32 == 0, configuration.headSize <= 128, configuration.intermediateSize % 32 == 0
        else { return nil }
        guard features & UInt32(CK_AVX512_BF16) != 0 else {
            return features & UInt32(CK_AVX2) != 0 ? CK_ENCODER_INT16 : nil
        }
        return precision == .int8 && features & UInt32(CK_AVX512_VNNI) != 0 ? CK_ENCODER_INT8 : CK_ENCODER_BF16
    }

    /// - Parameters:
    ///   - threads: how many work on a text that is alone.
    ///   - url: where packed matrices are kept; nil for nowhere.
    init(_ weights: BertWeights, format: ck_encoder_format, threads: Int, keptAt url: URL?) throws {
        let configuration = weights.configuration
        var memory = try FusedMemory(weights: weights, format: format, keptAt: url)
        let embeddingNorm = try memory.norm("embeddings.LayerNorm")
        let found = try (0..<configuration.layers).map { try memory.layer($0) }
        layers = .allocate(capacity: found.count)
        layers.initialize(from: found, count: found.count)
        encoder = .allocate(capacity: 1)
        encoder.initialize(
            to: ck_encoder(
                format: format, layers: Int64(found.count), hidden: Int64(configuration.hiddenSize),
                heads: Int64(configuration.heads), head_size: Int64(configuration.headSize),
                intermediate: Int64(configuration.intermediateSize), epsilon: configuration.epsilon,
                embedding_norm: embeddingNorm, layer: layers))
        (buffers, matrices) = (memory.buffers, memory.matrices)
        self.threads = threads
    }

    deinit {
        encoder.deallocate()
        layers.deallocate()
    }

    func pass(capacity: Int) -> any BertPass { FusedPass(self, capacity: capacity) }
}

/// The memory of one text on its way through ``FusedLayers``.
private final class FusedPass: BertPass, @unchecked Sendable {
    let capacity: Int
    var state: UnsafeMutablePointer<Float> { stateBuffer.floats }
    private let layers: FusedLayers
    private let stateBuffer: AlignedBuffer
    private let scratch: AlignedBuffer

    init(_ layers: FusedLayers, capacity: Int) {
        self.layers = layers
        self.capacity = capacity
        stateBuffer = AlignedBuffer(uninitialized: capacity * Int(layers.encoder.pointee.hidden) * 4)
        scratch = AlignedBuffer(
            uninitialized: Int(ck_encoder_scratch(layers.encoder, Int64(capacity), Int32(clamping: layers.threads))))
    }

    func run(tokens: Int, isAlone: Bool) {
        let threads = isAlone ? layers.threads : 1
        let run = FusedRun(layers) {
            ck_encoder_run_prepare($0, layers.encoder, state, Int64(tokens), scratch.address, Int32(clamping: threads))
        }
        for _ in 1..<threads { DispatchQueue.global(qos: .userInitiated).async { run.join() } }
        run.join()
    }
}

/// One text that threads work on; one that comes when all is done finds the run, but no longer the pass.
///
/// `@unchecked Sendable`: threads take pieces of the work by atomic operations.
private final class FusedRun: @unchecked Sendable {
    private let layers: FusedLayers
    private let memory = AlignedBuffer(uninitialized: Int(ck_encoder_run_size()))

    init(_ layers: FusedLayers, prepare: (OpaquePointer) -> Void) {
        self.layers = layers
        prepare(OpaquePointer(memory.address))
    }

    func join() { ck_encoder_run_join(OpaquePointer(memory.address)) }
}
