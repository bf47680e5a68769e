/// The sizes and parts of a decoder, whatever file states them.
struct DecoderConfiguration: Sendable {
    var architecture: DecoderArchitecture
    var layers: Int
    var hiddenSize: Int
    var heads: Int
    var keyValueHeads: Int
    var headSize: Int
    var feedForwardSize: Int
    var vocabularySize: Int
    var contextLength: Int
    var epsilon: Float
    /// What scores are multiplied by.
    var attentionScale: Float
    /// What scores and logits are held below; 0 for nothing.
    var attentionCap: Float = 0
    var logitCap: Float = 0
    /// Positions that a token sees in the layers that do not see all; 0 where all layers do.
    var window = 0
    /// How positions turn heads, in layers that see all.
    var rotation: RotaryPositions
    /// The same in layers with a window, where it differs.
    var windowRotation: RotaryPositions?
    /// Whether positions turn neighbouring numbers of a head, rather than those half a head apart.
    var turnsNeighbours = false
    /// What is added to the weights of norms as the file has them.
    var normOffset: Float = 0

    /// What the numbers of a model file must be.
    enum Limits {
        static let layers = 1...256
        static let hiddenSize = 32...16384
        static let heads = 1...256
        static let headSize = 16...256
        static let feedForwardSize = 32...65536
        static let contextLength = 1...1_048_576
        static let window = 0...1_048_576
    }

    /// - Parameter path: the file that the sizes are from, for messages.
    /// - Throws: `unsupported` for sizes that the kernels do not take.
    static func check(
        hiddenSize: Int, heads: Int, keyValueHeads: Int, headSize: Int, feedForwardSize: Int, path: String
    ) throws {
        guard heads % keyValueHeads == 0, headSize % 16 == 0, hiddenSize % 32 == 0, feedForwardSize % 32 == 0,
            (keyValueHeads * headSize) % 32 == 0, (heads * headSize) % 32 == 0
        else {
            throw ModelFileError(
                .unsupported,
                "\(path): \(heads)/\(keyValueHeads) heads of \(headSize) over \(hiddenSize) cannot be run")
        }
    }

    /// Whether a layer sees a window of positions only.
    func hasWindow(layer: Int) -> Bool {
        guard window > 0, let period = architecture.windowPeriod else { return false }
        return layer % period < period - 1
    }
}
