import Foundation

/// Makes small OpenDocument files.
enum OpenDocumentFixture {
    /// A file.
    ///
    /// - Parameters:
    ///   - kind: "text", "spreadsheet" or "presentation".
    ///   - body: what is in the body.
    ///   - styles: the automatic styles.
    ///   - parts: further parts by their full name.
    static func make(
        _ kind: String, _ body: String, styles: String = "", parts: [(name: String, text: String)] = []
    ) -> Data {
        ZipFixture.make(
            [
                ("mimetype", "application/vnd.oasis.opendocument.\(kind)"),
                (
                    "content.xml",
                    "<office:document-content \(names)><office:automatic-styles>\(styles)</office:automatic-styles>"
                        + "<office:body><office:\(kind)>\(body)</office:\(kind)></office:body></office:document-content>"
                ),
            ] + parts)
    }

    /// The declarations of namespaces.
    static let names = [
        ("office", "office:1.0"), ("text", "text:1.0"), ("table", "table:1.0"), ("style", "style:1.0"),
        ("draw", "drawing:1.0"), ("fo", "xsl-fo-compatible:1.0"), ("presentation", "presentation:1.0"),
        ("svg", "svg-compatible:1.0"), ("meta", "meta:1.0"), ("manifest", "manifest:1.0"), ("chart", "chart:1.0"),
        ("xlink", "xlink"),
    ].map { "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($1)\"" }.joined(separator: " ")
}
