internal import CKernels
internal import Synchronization

/// The layers of an encoder in bfloat16 with f32 sums, on processors with AVX-512 BF16.
///
/// Cosines to f32 are above 0.9999. A text that is alone is shared by all threads, which sleep while there is none.
///
/// `@unchecked Sendable`: the memory behind `encoder` is written once, in `init`.
final class Bfloat16Layers: BertLayers, @unchecked Sendable {
    fileprivate let encoder: UnsafeMutablePointer<ck_encoder>
    fileprivate let pool: WorkerPool?
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
        pool = WorkerPool(threads: threads)
    }

    deinit {
        encoder.deallocate()
        layers.deallocate()
    }

    func pass(capacity: Int) -> any BertPass { Bfloat16Pass(self, capacity: capacity) }
}

/// The memory of one text on its way through ``Bfloat16Layers``.
private final class Bfloat16Pass: BertPass {
    var state: UnsafeMutablePointer<Float> { stateBuffer.floats }
    private let layers: Bfloat16Layers
    private let stateBuffer: AlignedBuffer
    private let scratch: AlignedBuffer

    init(_ layers: Bfloat16Layers, capacity: Int) {
        self.layers = layers
        stateBuffer = AlignedBuffer(count: capacity * Int(layers.encoder.pointee.hidden) * 4)
        scratch = AlignedBuffer(
            count: Int(ck_encoder_scratch(layers.encoder, Int64(capacity), Int32(layers.pool?.threads ?? 1))))
    }

    func run(tokens: Int, isAlone: Bool) {
        let run = { [self] (pool: OpaquePointer?) in
            ck_encoder_run(layers.encoder, pool, state, Int64(tokens), scratch.address)
        }
        if !isAlone || layers.pool?.withPoolIfFree(run) == nil { run(nil) }
    }
}

/// Threads that sleep until a text is to be shared among them.
private final class WorkerPool: Sendable {
    let threads: Int
    /// `nonisolated(unsafe)`: used under `lock` only.
    private nonisolated(unsafe) let pool: OpaquePointer
    private let lock = Mutex(())

    /// None where one thread is all there is or can be had.
    init?(threads: Int) {
        guard threads > 1, let pool = ck_pool_create(Int32(clamping: threads)) else { return nil }
        self.pool = pool
        self.threads = Int(ck_pool_threads(pool))
    }

    deinit { ck_pool_destroy(pool) }

    /// Calls `body` with the pool; nil, without a call, where another text has it.
    func withPoolIfFree(_ body: (OpaquePointer) -> Void) -> Void? {
        lock.withLockIfAvailable { _ in body(pool) }
    }
}
