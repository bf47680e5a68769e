internal import ArgumentParser
internal import Ingestion

/// How web addresses are fetched.
struct WebOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Follow a site's links to this depth, below the folder of the address.", valueName: "depth"))
    var crawl: Int?

    @Option(help: ArgumentHelp("The most pages of a site or feed.", valueName: "n"))
    var maxPages = 500

    @Option(help: ArgumentHelp("Seconds between two requests to a host.", valueName: "seconds"))
    var delay = 1.0

    @OptionGroup var network: NetworkOptions

    /// The settings that the options stand for.
    var settings: WebSettings {
        var settings = network.settings
        settings.crawlDepth = crawl
        settings.maximumPages = maxPages
        settings.delay = delay
        return settings
    }

    mutating func validate() throws {
        try (0...50).check(crawl, of: "--crawl")
        try (1...100_000).check(maxPages, of: "--max-pages")
        try (0...3_600).check(delay, of: "--delay", in: "seconds")
    }
}

/// Which machines may be asked for pages.
struct NetworkOptions: ParsableArguments {
    @Flag(help: "Fetch from this machine and private networks too.")
    var allowPrivateAddresses = false

    /// The settings that the option stands for.
    var settings: WebSettings {
        var settings = WebSettings()
        settings.allowsPrivateAddresses = allowPrivateAddresses
        return settings
    }
}
