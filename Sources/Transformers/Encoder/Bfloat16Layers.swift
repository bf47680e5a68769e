internal import CKernels
internal import Dispatch

/// The layers of an encoder in bfloat16 with f32 sums, on processors with AVX-512 BF16.
///
/// Cosines to f32 are above 0.9999. A text that is alone is shared among threads.
///
/// `@unchecked Sendable`: the memory behind `encoder` is written once, in `init`.
final class Bfloat16Layers: BertLayers, @unchecked Sendable {
    fileprivate let encoder: UnsafeMutablePointer<ck_encoder>
    fileprivate let threads: Int
    private let layers: UnsafeMutablePointer<ck_encoder_layer>
    private let buffers: [AlignedBuffer]

    /// Whether this processor and an encoder of these sizes can be run so.
    static func canRun(_ configuration: BertConfiguration) -> Bool {
        ck_dense_best_format() == CK_DENSE_BF16 && configuration.headSize % 32 == 0
            && configuration.intermediateSize % 32 == 0
    }

    /// - Parameter threads: how many work on a text that is alone.
    init(_ weights: BertWeights, threads: Int) throws {
        let configuration = weights.configuration
        var memory = Bfloat16Memory(weights: weights)
        let embeddingNorm = try memory.norm("embeddings.LayerNorm")
        let found = try (0..<configuration.layers).map { try memory.layer($0) }
        memory.pack()
        layers = .allocate(capacity: found.count)
        layers.initialize(from: found, count: found.count)
        encoder = .allocate(capacity: 1)
        encoder.initialize(
            to: ck_encoder(
                layers: Int64(found.count), hidden: Int64(configuration.hiddenSize), heads: Int64(configuration.heads),
                head_size: Int64(configuration.headSize), intermediate: Int64(configuration.intermediateSize),
                epsilon: configuration.epsilon, embedding_norm: embeddingNorm, layer: layers))
        buffers = memory.buffers
        self.threads = threads
    }

    deinit {
        encoder.deallocate()
        layers.deallocate()
    }

    func pass(capacity: Int) -> any BertPass { Bfloat16Pass(self, capacity: capacity) }
}

/// The memory of one text on its way through ``Bfloat16Layers``.
private final class Bfloat16Pass: BertPass, @unchecked Sendable {
    let capacity: Int
    var state: UnsafeMutablePointer<Float> { stateBuffer.floats }
    private let layers: Bfloat16Layers
    private let stateBuffer: AlignedBuffer
    private let scratch: AlignedBuffer

    init(_ layers: Bfloat16Layers, capacity: Int) {
        self.layers = layers
        self.capacity = capacity
        stateBuffer = AlignedBuffer(uninitialized: capacity * Int(layers.encoder.pointee.hidden) * 4)
        scratch = AlignedBuffer(
            uninitialized: Int(ck_encoder_scratch(layers.encoder, Int64(capacity), Int32(clamping: layers.threads))))
    }

    func run(tokens: Int, isAlone: Bool) {
        let threads = isAlone ? layers.threads : 1
        let run = Bfloat16Run(layers) {
            ck_encoder_run_prepare($0, layers.encoder, state, Int64(tokens), scratch.address, Int32(clamping: threads))
        }
        for _ in 1..<threads { DispatchQueue.global(qos: .userInitiated).async { run.join() } }
        run.join()
    }
}

/// One text that threads work on; one that comes when all is done finds the run, but no longer the pass.
///
/// `@unchecked Sendable`: threads take pieces of the work by atomic operations.
private final class Bfloat16Run: @unchecked Sendable {
    private let layers: Bfloat16Layers
    private let memory = AlignedBuffer(uninitialized: Int(ck_encoder_run_size()))

    init(_ layers: Bfloat16Layers, prepare: (OpaquePointer) -> Void) {
        self.layers = layers
        prepare(OpaquePointer(memory.address))
    }

    func join() { ck_encoder_run_join(OpaquePointer(memory.address)) }
}
