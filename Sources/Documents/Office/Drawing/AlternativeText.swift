internal import Foundation

/// What the author of a document says that a picture shows.
enum AlternativeText {
    /// The description in the properties of a drawing; nil if there is none, or only the name of a file.
    static func text(_ properties: XMLTreeElement) -> String? {
        guard let text = properties["descr"], !text.isEmpty, !isFileName(text) else { return nil }
        // What Office guesses by itself ends with a paragraph that says so.
        let paragraphs = text.components(separatedBy: "\n\n")
        return paragraphs.count > 1 ? paragraphs.dropLast().joined(separator: "\n") : text
    }

    private static func isFileName(_ text: String) -> Bool {
        let name = text.lowercased()
        let endings = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".svg", ".tif", ".tiff", ".webp"]
        return !name.contains(" ") && endings.contains { name.hasSuffix($0) }
    }
}

extension XMLTreeElement {
    /// Of `mc:AlternateContent`, the alternative that is read: the first choice, else the fallback.
    var chosenAlternative: XMLTreeElement? { child("Choice") ?? child("Fallback") }
}
