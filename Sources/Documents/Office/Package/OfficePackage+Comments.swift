/// A remark that somebody made on a document, which its readers are not meant to see.
struct OfficeComment {
    /// The name of the cell that it hangs on, in a sheet.
    var cell: String?
    var text: String
}

extension OfficePackage {
    /// The comments that a part refers to: of Word, Excel and PowerPoint, in their old and new forms.
    func comments(of relationships: Relationships) throws -> [OfficeComment] {
        var comments: [OfficeComment] = []
        for part in relationships.all(["comments", "threadedComment"]) {
            try read(part, parts: ["comment", "cm", "threadedComment"]) { element in
                let paragraphs = Self.paragraphs(in: element)
                let text = paragraphs.isEmpty ? element.text : paragraphs.joined(separator: "\n")
                comments.append(OfficeComment(cell: element["ref"], text: text))
            }
        }
        return comments
    }

    private static func paragraphs(in element: XMLTreeElement) -> [String] {
        element.name == "p" ? [element.text] : element.children.flatMap(paragraphs)
    }
}
