internal import Documents
public import Foundation

/// A page that is only looked at.
public struct WebPage: Sendable, Hashable {
    /// The bytes; text in UTF-8 where the server stated an older encoding.
    public var bytes: Data
    /// A name by whose ending the format is told where the content leaves it open.
    public var typeName: String

    /// Whether an argument is meant as a web address.
    public static func isMeant(by argument: String) -> Bool { WebAddress.isMeant(by: argument) }

    /// Fetches a page.
    ///
    /// - Throws: an ``IngestFailure``, or `CancellationError`.
    public static func fetch(_ argument: String, settings: WebSettings) async throws -> WebPage {
        let address = try WebAddress(argument: argument)
        return try await WebFetcher.with(maximumBytes: DocumentReaders.standard.maximumBytes) { fetcher in
            guard case .page(let page) = try await fetcher.fetch(address, settings: settings) else {
                throw WebFailure.status(304, address, named: address)
            }
            return WebPage(bytes: page.bytes, typeName: page.typeName.isEmpty ? address.host : page.typeName)
        }
    }
}
