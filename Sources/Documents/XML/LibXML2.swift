internal import CLibXML2

/// The library that parses HTML and XML.
enum LibXML2 {
    /// Sets the library up, once in the life of the program; to be called before anything else of it.
    static func start() { _ = started }

    private static let started: Void = xmlInitParser()
}
