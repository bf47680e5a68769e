public import Foundation

/// Reads PowerPoint presentations (PPTX): slides in their order, each with its title, texts, lists, tables, charts and
/// diagrams, then the speaker's notes.
///
/// Each block knows its slide. Slides and shapes that are not shown become hidden blocks.
public struct PowerPointReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.pptx

    /// Creates a reader.
    public init() {}

    /// Reads a PowerPoint presentation.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let package = try OfficePackage(bytes, name: name, cancellation: cancellation)
            try package.keep { $0.hasPrefix("ppt/") && ($0.hasSuffix(".xml") || $0.hasSuffix(".rels")) }
            let part = try package.mainPart(usually: "ppt/presentation.xml")
            let relationships = try package.relationships(of: part)
            let list = try package.tree(part)?.child("sldIdLst")?.children("sldId") ?? []
            var parts = list.map { relationships[$0.attribute("id", in: "/relationships")] }
            if list.isEmpty { parts = relationships.all(["slide"]) }
            var writer = BlockWriter()
            var known: Set<String> = []
            try package.partly {
                for (index, part) in parts.enumerated() {
                    let place = Location(slide: index + 1)
                    guard let part, known.insert(part).inserted,
                        let slide = try PowerPointSlide(part, package: package, location: place)
                    else {
                        package.note(.damaged, "the slide is missing", at: place)
                        continue
                    }
                    try slide.write(to: &writer)
                }
            }
            return try package.document(type, title: try package.coreTitle() ?? writer.firstTitle, writer: writer)
        }
    }
}
