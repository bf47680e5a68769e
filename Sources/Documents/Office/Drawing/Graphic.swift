/// A chart or a diagram that a document refers to.
enum Graphic {
    /// A chart (`c:chartSpace`).
    case chart(XMLTreeElement)
    /// The data of a SmartArt diagram (`dgm:dataModel`).
    case diagram(XMLTreeElement)

    /// The graphic that an element refers to; nil if it refers to none, its part is missing, or
    /// it was read before.
    init?(_ element: XMLTreeElement, relationships: Relationships, package: OfficePackage) throws {
        let attribute =
            switch element.name {
            case "chart": "id"
            case "relIds": "dm"
            default: ""
            }
        guard !attribute.isEmpty, let id = element.attribute(attribute, in: "/relationships"),
            let root = try package.treeOnce(relationships[id])
        else { return nil }
        self = attribute == "id" ? .chart(root) : .diagram(root)
    }

    /// Adds its text: of a chart the title and a table of its values, of a diagram a list.
    func write(to writer: inout BlockWriter, at location: Location, isHidden: Bool = false) throws {
        switch self {
        case .chart(let root): try Chart(root).write(to: &writer, at: location, isHidden: isHidden)
        case .diagram(let root):
            for point in root.child("ptLst")?.children("pt") ?? [] {
                let text = point.child("t").map(DrawingText.paragraphs)?.joined(separator: "\n") ?? ""
                try writer.append(.listItem, text, at: location, isHidden: isHidden)
            }
        }
    }
}
