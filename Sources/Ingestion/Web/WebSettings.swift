/// How pages are fetched, and what it may cost.
public struct WebSettings: Sendable, Hashable {
    /// Whether addresses of this machine and of private networks may be asked. The default is false.
    public var allowsPrivateAddresses = false
    /// Seconds between two requests to a host. The default is 1.
    public var delay = 1.0
    /// How many links deep a site is followed; nil, the default, takes only the page.
    public var crawlDepth: Int?
    /// The most pages of a site or feed. The default is 500.
    public var maximumPages = 500
    /// The longest time in seconds without a byte. The default is 30.
    package var idleLimit = 30
    /// The longest time in seconds for one page. The default is 300.
    package var totalLimit = 300
    /// The longest wait in seconds that a busy server may ask for. The default is 60.
    package var longestWait = 60.0

    /// The most redirects in a row.
    static let maximumRedirects = 10
    /// The longest pause in seconds between two requests that a robots.txt may ask for.
    static let longestCrawlDelay = 30.0

    /// Creates the default settings.
    public init() {}
}
