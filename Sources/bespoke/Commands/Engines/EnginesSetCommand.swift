internal import ArgumentParser
internal import Foundation
internal import Inference

/// `engines set ENGINE`
struct EnginesSetCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say what a server takes, what it costs, and where its key is.",
        discussion: """
            bespoke engines set anthropic:claude-haiku-4-5 --prompt-price 1 --answer-price 5
            bespoke engines set openai:http://localhost:8080#gemma --window 32768

            Prices are those for a million tokens, as the server's owner states them; without them no cost is shown. The \
            settings are kept in engines.json beside the library.
            """)

    @Argument(help: "The engine: openai:URL#MODEL, anthropic:MODEL or anthropic:URL#MODEL.")
    var engine: String

    @Option(help: ArgumentHelp("Tokens that prompt and answer may have together.", valueName: "tokens"))
    var window: Int?

    @Option(help: ArgumentHelp("Price of a million tokens read.", valueName: "price"))
    var promptPrice: Double?

    @Option(help: ArgumentHelp("Price of a million tokens written.", valueName: "price"))
    var answerPrice: Double?

    @Option(help: ArgumentHelp("Price of a million tokens read from the server's cache.", valueName: "price"))
    var cacheReadPrice: Double?

    @Option(help: ArgumentHelp("Price of a million tokens written to the server's cache.", valueName: "price"))
    var cacheWritePrice: Double?

    @Option(help: ArgumentHelp("Currency of the prices. (default: USD)", valueName: "letters"))
    var currency: String?

    @Option(
        help: ArgumentHelp("File that holds the key; nobody else may be able to read it.", valueName: "file"),
        completion: .file())
    var keyFile: String?

    @Option(help: ArgumentHelp("Longest wait for the first text. (default: 120)", valueName: "seconds"))
    var timeout: Double?

    @Flag(help: "Forget what was set before.")
    var reset = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        let isEmpty =
            window == nil && promptPrice == nil && answerPrice == nil && cacheReadPrice == nil && cacheWritePrice == nil
            && currency == nil && keyFile == nil && timeout == nil
        if isEmpty, !reset { throw ValidationError("Say what to set, such as --window 32768, or --reset.") }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let engine = try EngineSpecification(engine)
        guard engine.isRemote else {
            throw Failure("\(engine) is no server, and takes no such settings", code: .wrongUsage)
        }
        var settings = try reset ? RemoteSettings() : workspace.remoteSettings.settings(of: engine)
        settings.window = window ?? settings.window
        settings.timeout = timeout ?? settings.timeout
        if let keyFile { settings.keyFile = URL(filePath: keyFile).absoluteURL.path }
        settings.prices = try prices(changing: settings.prices)
        try workspace.remoteSettings.set(settings, of: engine)
        if console.isJSON {
            guard let known = try await workspace.engines.remoteDescription(of: engine, asksServer: false) else {
                return .done
            }
            try console.json(RemoteEngineReport(known))
        }
        try console.note("Set for \(engine).")
        return .done
    }

    /// Both prices have to be known before any is of use.
    private func prices(changing known: TokenPrices?) throws -> TokenPrices? {
        guard
            promptPrice != nil || answerPrice != nil || cacheReadPrice != nil || cacheWritePrice != nil
                || currency != nil
        else { return known }
        guard let prompt = promptPrice ?? known?.prompt, let answer = answerPrice ?? known?.answer else {
            throw Failure("give both --prompt-price and --answer-price", code: .wrongUsage)
        }
        return TokenPrices(
            prompt: prompt, answer: answer, cacheRead: cacheReadPrice ?? known?.cacheRead,
            cacheWrite: cacheWritePrice ?? known?.cacheWrite, currency: currency ?? known?.currency ?? "USD")
    }
}
