internal import ArgumentParser
internal import Inference

/// `predict TEXT`
struct PredictCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Show which words an engine finds likely after a text.",
        discussion: """
            A language model gives every token, which is a word or a part of one, a probability of being the next. \
            That is all it does; a text comes about by choosing one and asking again.

              bespoke predict "The cat sat on the"
              bespoke predict "The cat sat on the" --steps 5
              bespoke predict "The cat sat on the" --tree

            The text is read as it is, without instructions or a template. A space is shown as ·, a line feed as ⏎.
            """)

    @Argument(help: "The text.")
    var text: [String]

    @Option(help: ArgumentHelp("A model on this machine, or a GGUF file.", valueName: "engine"))
    var engine: String?

    @Option(
        help: ArgumentHelp("The most tokens at each place, 1 to 100 (default: 10, in a tree 3).", valueName: "count"))
    var top: Int?

    @Option(help: ArgumentHelp("How many places (default: 1, in a tree 3).", valueName: "count"))
    var steps: Int?

    @Flag(help: "Follow each of the tokens, not the likeliest only.")
    var tree = false

    @OptionGroup var global: GlobalOptions

    private var width: Int { top ?? (tree ? 3 : 10) }
    private var depth: Int { steps ?? (tree ? 3 : 1) }

    /// A tree with more tokens takes minutes and nobody reads it.
    private static let mostTokens = 1000

    func validate() throws {
        try (1...100).check(width, of: "--top")
        try (1...100).check(depth, of: "--steps")
        let tokens = (0..<depth).reduce(1) { count, _ in min(count * width, Self.mostTokens + 1) }
        guard !tree || tokens <= Self.mostTokens else {
            throw ValidationError(
                "a tree of \(width) tokens at \(depth) places is too large; take fewer (--top, --steps).")
        }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let text = self.text.joined(separator: " ")
        let predictor = try await TokenPredictor.open(
            engine.flatMap(EngineSetting.named), in: global.workspace().models)
        let predictions = try await predictor.predictions(after: text, count: width, steps: depth, inBranches: tree)
        if console.isJSON {
            try console.json(
                PredictionReport(
                    text: text, engine: predictor.name, baseModel: predictor.isBaseModel,
                    predictions: predictions.map(PredictionReport.Token.init)))
            return .done
        }
        let chart = PredictionChart(width: console.output.width)
        if tree {
            try console.line(text, as: .bold)
            for line in chart.tree(predictions) { try console.line(line) }
            return .done
        }
        var (place, written) = (predictions, text)
        while let likeliest = place.first {
            try console.paragraph(written, as: .bold)
            for line in chart.bars(place) { try console.line(line) }
            written += String(decoding: likeliest.bytes, as: UTF8.self)
            place = likeliest.next
            if !place.isEmpty { try console.line() }
        }
        return .done
    }
}
