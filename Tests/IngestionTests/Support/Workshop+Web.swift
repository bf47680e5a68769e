import Foundation
import Ingestion
import Library
import TestSupport

extension Workshop {
    /// Settings for the test's own server: this machine may be asked, without pauses.
    static var webSettings: WebSettings {
        var settings = WebSettings()
        settings.allowsPrivateAddresses = true
        settings.delay = 0
        return settings
    }

    /// The profile's sources.
    func sources(
        _ embedder: CountingEmbedder = CountingEmbedder(), maximumBytes: Int? = nil,
        _ change: (inout WebSettings) -> Void = { _ in }
    ) -> ProfileSources {
        var rules = SourceRules()
        rules.maximumBytes = maximumBytes ?? rules.maximumBytes
        let pipeline = IngestPipeline(library: library, embedder: embedder, rules: rules)
        var sources = ProfileSources(pipeline: pipeline)
        sources.web = Self.webSettings
        change(&sources.web)
        return sources
    }

    /// Adds files, folders and web addresses as sources.
    @discardableResult
    func addSources(_ arguments: String..., change: (inout WebSettings) -> Void = { _ in }) async throws -> IngestReport
    {
        try await sources(CountingEmbedder(), change).add(arguments, toProfile: "p", base: folder)
    }

    /// The text of a document.
    func text(of name: String) async throws -> String {
        guard let file = try await library.files(ofProfile: "p").first(where: { $0.file.name == name }) else {
            return ""
        }
        return String(decoding: try await library.bytes(of: file.document), as: UTF8.self)
    }
}

extension IngestReport {
    /// Added, updated, unchanged, moved, removed, failed.
    var counts: [Int] { [added, updated, unchanged, moved, removed, failed.count] }
}
