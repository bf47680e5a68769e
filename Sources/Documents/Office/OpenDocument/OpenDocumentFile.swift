/// An OpenDocument file that is open: its package, its styles and its title.
///
/// Source: OpenDocument 1.3, part 2 (packages) and part 3 (schema).
struct OpenDocumentFile {
    let package: OfficePackage
    /// The styles that all of the document knows; those of its content come with that.
    var styles = OpenDocumentStyles()
    let title: String?
    /// The pages' heads and feet.
    let masterStyles: XMLTreeElement?

    /// The part that holds the document.
    static let content = "content.xml"

    /// - Throws: ``DocumentError``: `passwordNeeded` if it is encrypted, `damaged` if it has no content.
    init(_ package: OfficePackage) throws {
        self.package = package
        let entries = try package.tree("META-INF/manifest.xml")?.children("file-entry") ?? []
        let isEncrypted = entries.contains { entry in
            let path = entry["full-path"] ?? ""
            return entry.child("encryption-data") != nil && (path == Self.content || path == "encrypted-package")
        }
        guard !isEncrypted else {
            throw DocumentError(
                .passwordNeeded, "\(package.name) is protected by a password; save a copy without one and add that")
        }
        guard package.partNames.contains(Self.content) else {
            throw DocumentError(
                .damaged,
                "\(package.name) is damaged: its part \(Self.content) is missing; open it in the program that made it, "
                    + "and save it anew")
        }
        let stated = try package.tree("meta.xml")?.child("meta")?.child("title").map { BlockWriter.trimmed($0.text) }
        title = stated == "" ? nil : stated
        let root = try package.tree("styles.xml")
        for group in [root?.child("styles"), root?.child("automatic-styles")] {
            for element in group?.children ?? [] { styles.add(element) }
        }
        masterStyles = root?.child("master-styles")
    }
}
