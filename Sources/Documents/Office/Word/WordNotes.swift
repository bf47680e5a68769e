/// The footnotes and endnotes of a Word document, each as the paragraphs of its text.
struct WordNotes {
    /// Where a text refers to a note.
    struct Reference {
        var kind: String
        var id: String
    }

    private var notes: [String: XMLTreeElement] = [:]

    init(package: OfficePackage, relationships: Relationships) throws {
        for (part, kind) in [("footnotes", "footnote"), ("endnotes", "endnote")] {
            let root = try package.tree(relationships.first(part))
            for note in root?.children(kind) ?? [] {
                // Lines that divide notes from the text are notes of a type.
                guard let id = note["id"], ["normal", nil].contains(note["type"]) else { continue }
                notes["\(kind) \(id)"] = note
            }
        }
    }

    /// Takes a note out, so that one with two references is read once.
    mutating func take(_ reference: Reference) -> XMLTreeElement? {
        notes.removeValue(forKey: "\(reference.kind) \(reference.id)")
    }
}
