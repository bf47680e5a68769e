public import Foundation

/// Reads OpenDocument presentations (ODP): slides in order, each with its title, texts, lists, tables and notes.
///
/// Each block knows its slide. Slides that are not shown become hidden blocks.
public struct OpenDocumentPresentationReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.odp

    /// Creates a reader.
    public init() {}

    /// Reads an OpenDocument presentation.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let package = try OfficePackage(bytes, name: name, cancellation: cancellation)
            try package.keep { $0.hasSuffix("/content.xml") }
            let file = try OpenDocumentFile(package)
            let body = OpenDocumentBody(file, hasPages: false)
            var slide = 0
            try package.read(OpenDocumentFile.content, parts: ["style", "list-style", "page"]) { element in
                try cancellation.check()
                guard element.name == "page" else { return body.inline.styles.add(element) }
                slide += 1
                body.place = Location(slide: slide)
                try Self.read(element, into: body)
            }
            return try package.document(type, title: file.title ?? body.writer.firstTitle, writer: body.writer)
        }
    }

    /// What all slides repeat.
    private static let runningHeads: Set = ["header", "footer", "date-time", "page-number", "page"]

    private static func read(_ page: XMLTreeElement, into body: OpenDocumentBody) throws {
        let isHidden = body.inline.styles.style(page["style-name"], "drawing-page").isHidden ?? false
        body.writer.closeSections()
        let shapes = page.children.filter { isContent($0) }
        let titles = shapes.filter { $0.attribute("class", in: ":presentation:1.0") == "title" }
        for title in titles {
            let lines = paragraphs(in: title).map { body.inline.text(of: $0).shown }
            try body.writer.appendHeading(
                lines.joined(separator: " "), level: 1, at: body.place, isHidden: isHidden)
        }
        for shape in shapes where !titles.contains(where: { $0 === shape }) {
            var context = OpenDocumentBody.Context(isHidden: isHidden)
            try body.readBlock(shape, &context)
        }
        for shape in page.child("notes")?.children ?? [] where isContent(shape) && shape.child("text-box") != nil {
            try body.readFrame(shape, isHidden: isHidden)
        }
    }

    /// Whether a part of a page is neither repeated on all of them nor a frame that waits for content.
    private static func isContent(_ shape: XMLTreeElement) -> Bool {
        let role = shape.attribute("class", in: ":presentation:1.0") ?? ""
        return shape.name != "notes" && !runningHeads.contains(role) && shape["placeholder"] != "true"
    }

    private static func paragraphs(in element: XMLTreeElement) -> [XMLTreeElement] {
        element.name == "p" || element.name == "h" ? [element] : element.children.flatMap(paragraphs)
    }
}
