internal import Foundation
internal import Inference

/// The result of `engines show`.
struct RemoteEngineReport: Encodable {
    let name: String
    let address: String
    let api: String
    let sizeClass: EngineSizeClass
    /// Where the key comes from; nil for no key.
    let key: String?
    let window: Int
    let windowSource: EngineWindow.Source
    let prices: TokenPrices?
    let proxy: String?
    let timeouts: Timeouts
    let attempts: Int
    let refuses: [String]
    let leavesOut: [String]
    private let keyVariables: [String]

    /// The longest waits, in seconds.
    struct Timeouts: Encodable {
        let connection: Double
        let firstText: Double
        let silence: Double
        let answer: Double
    }

    private enum CodingKeys: String, CodingKey {
        case name, address, api, sizeClass, key, window, windowSource, prices, proxy, timeouts, attempts, refuses,
            leavesOut
    }

    init(_ known: RemoteDescription) {
        name = known.engine
        address = known.address
        api = known.api
        sizeClass = known.sizeClass
        key = known.keySource
        keyVariables = known.keyVariables
        window = known.window.tokens
        windowSource = known.window.source
        prices = known.prices
        proxy = known.proxy
        timeouts = Timeouts(
            connection: known.limits[0], firstText: known.limits[1], silence: known.limits[2], answer: known.limits[3])
        attempts = known.attempts
        refuses = known.refuses
        leavesOut = known.leavesOut
    }

    /// How it is, on one line of a table.
    var state: String {
        var parts = [key.map { "key from \($0)" } ?? "no key"]
        if windowSource != .assumed { parts.append("window \(window)") }
        if let prices { parts.append(Self.text(of: prices)) }
        return parts.joined(separator: "; ")
    }

    /// What is shown to a person.
    var lines: [(String, String)] {
        let window =
            switch windowSource {
            case .server: "\(self.window) tokens, as the server says"
            case .setting: "\(self.window) tokens, as set"
            case .assumed: "\(self.window) tokens, taken for granted: the server does not say; set it with --window"
            }
        return [
            ("Engine", name), ("Address", "\(address), \(api)'s API"),
            ("Trusted as", sizeClass == .small ? "a small engine: the evidence comes first" : "a large engine"),
            (
                "Key",
                key.map { "from \($0)" } ?? "none; it would be looked for in \(keyVariables.joined(separator: ", "))"
            ),
            ("Window", window), ("Prices", prices.map(Self.text) ?? "not known, so no cost is shown"),
            ("Proxy", proxy ?? "none"),
            (
                "Time limits",
                [
                    (timeouts.connection, "for a connection"), (timeouts.firstText, "for the first text"),
                    (timeouts.silence, "of silence"), (timeouts.answer, "for an answer"),
                ].map { "\(Quantity.decimal($0.0, 0)) s \($0.1)" }.joined(separator: ", ")
            ),
            ("Attempts", "\(attempts) where it is busy or fails, with growing waits"),
            ("Refuses", refuses.joined(separator: ", ")), ("Leaves out", leavesOut.joined(separator: ", ")),
        ]
    }

    private static func text(of prices: TokenPrices) -> String {
        func number(_ price: Double) -> String { price == price.rounded() ? "\(Int(price))" : "\(price)" }
        var text = "\(number(prices.prompt)) \(prices.currency) read, \(number(prices.answer)) written"
        if let price = prices.cacheRead { text += ", \(number(price)) from the cache" }
        if let price = prices.cacheWrite { text += ", \(number(price)) into it" }
        return text + " for a million tokens"
    }
}
