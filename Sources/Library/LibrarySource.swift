/// What a web server says about the version of a page, for asking later whether there is a newer one.
public struct WebValidators: Sendable, Hashable, Codable {
    /// The `ETag` header as it came, quotes included.
    public var etag: String?
    /// The `Last-Modified` header as it came.
    public var lastModified: String?

    /// Creates validators.
    public init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
    }
}

/// What files are added from and brought up to date with: an argument of an `add`.
public struct NewSource: Sendable, Hashable {
    /// What a source is.
    public enum Kind: String, Sendable, Codable { case file, folder, pattern, web }

    /// How a source is read; what does not concern its kind is nil.
    public struct Options: Sendable, Hashable, Codable {
        /// The folder that a pattern was written in; its files' names begin below it.
        public var base: String?
        /// How many links deep a site is followed; nil for a single page or a feed.
        public var crawlDepth: Int?
        /// The most pages of a site or feed.
        public var maximumPages: Int?
        /// Seconds between two requests to a host.
        public var delay: Double?
        /// Whether addresses of private networks may be asked.
        public var allowsPrivateAddresses: Bool?

        /// Creates options.
        public init() {}
    }

    /// The absolute path, the absolute pattern, or the web address; unique within a profile.
    public var argument: String
    /// What it is.
    public var kind: Kind
    /// How it is read.
    public var options: Options

    /// Creates a source.
    public init(argument: String, kind: Kind, options: Options = Options()) {
        self.argument = argument
        self.kind = kind
        self.options = options
    }
}

/// A source as the library holds it.
public struct LibrarySource: Sendable, Hashable {
    /// The source's number in the library.
    public var id: Int64
    /// Argument, kind and options.
    public var source: NewSource

    /// Creates a source record.
    public init(id: Int64, source: NewSource) {
        self.id = id
        self.source = source
    }
}
