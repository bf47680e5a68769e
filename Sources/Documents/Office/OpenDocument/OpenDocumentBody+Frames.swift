extension OpenDocumentBody {
    /// Reads a frame or a shape with all that is in it.
    func readFrame(_ frame: XMLTreeElement, isHidden: Bool) throws {
        if let description = OpenDocumentShape.description(of: frame) {
            try writer.append(.paragraph, description, at: location(nil), isHidden: isHidden)
        }
        for child in frame.children {
            switch child.name {
            case "object": try readObject(child, isHidden: isHidden)
            case "desc", "title", "image", "image-map", "glue-point", "plugin", "applet", "contour-polygon": break
            default:
                var context = Context(isHidden: isHidden)
                try readBlock(child, &context)
            }
        }
    }

    /// Objects in objects that are read.
    private static let maximumObjectDepth = 4

    /// Reads a chart or a formula, which is a small document of its own.
    private func readObject(_ object: XMLTreeElement, isHidden: Bool) throws {
        var root = object.child("math") ?? object.child("document")
        if root == nil, objectDepth < Self.maximumObjectDepth, let link = object["href"],
            let folder = Relationships.path(link, in: [])
        {
            root = try package.treeOnce("\(folder)/content.xml")
        }
        guard let root else { return }
        if root.name == "math" {
            let written = root.first("annotation")?.text ?? root.text
            return try writer.append(.paragraph, written, at: location(nil), isHidden: isHidden)
        }
        guard let chart = root.first("chart") else { return }
        objectDepth += 1
        defer { objectDepth -= 1 }
        for element in [chart.child("chart")].compactMap(\.self) + chart.children {
            var context = Context(isHidden: isHidden)
            if ["title", "subtitle", "table"].contains(element.name) { try readBlock(element, &context) }
        }
    }
}
