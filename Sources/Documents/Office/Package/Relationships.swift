internal import Foundation

/// What a part of an Open XML package refers to: other parts, by the ids that its elements use.
///
/// Source: ECMA-376, part 2, 9.3.
struct Relationships {
    private var targets: [(id: String, kind: String, part: String)] = []
    private var places: [String: Int] = [:]

    /// The relationships in `root` of the part `part`; those to other files are left out.
    init(_ root: XMLTreeElement?, of part: String) {
        let folder = part.split(separator: "/").dropLast()
        for child in root?.children ?? [] where child.name == "Relationship" {
            guard child["TargetMode"] != "External", let id = child["Id"], let target = child["Target"],
                let path = Self.path(target, in: folder.map(String.init))
            else { continue }
            // The URI of a kind ends with the same word in the transitional and in the strict form.
            let kind = child["Type"]?.split(separator: "/").last ?? ""
            places[id] = places[id] ?? targets.count
            targets.append((id, String(kind), path))
        }
    }

    /// The part that an id stands for.
    subscript(id: String?) -> String? { id.flatMap { places[$0] }.map { targets[$0].part } }

    /// The first part of a kind, such as "styles".
    func first(_ kind: String) -> String? { targets.first { $0.kind == kind }?.part }

    /// The parts of several kinds, in order.
    func all(_ kinds: Set<String>) -> [String] { targets.filter { kinds.contains($0.kind) }.map(\.part) }

    /// A path relative to a folder; nil if it leaves the package.
    static func path(_ target: String, in folder: [String]) -> String? {
        let isAbsolute = target.hasPrefix("/")
        var steps = isAbsolute ? [] : folder
        for step in target.split(separator: "/") {
            switch step {
            case ".": continue
            case "..":
                guard !steps.isEmpty else { return nil }
                steps.removeLast()
            default: steps.append(step.removingPercentEncoding ?? String(step))
            }
        }
        return steps.isEmpty ? nil : steps.joined(separator: "/")
    }
}

extension OfficePackage {
    /// The relationships of a part; those of the package itself for "".
    func relationships(of part: String) throws -> Relationships {
        let steps = part.split(separator: "/", omittingEmptySubsequences: false)
        let folder = steps.dropLast().map { $0 + "/" }.joined()
        return Relationships(try tree("\(folder)_rels/\(steps.last ?? "").rels"), of: part)
    }

    /// The part that the package is about, by its relationship, else by its usual name.
    ///
    /// - Throws: ``DocumentError`` with the code `damaged` if there is none.
    func mainPart(usually usual: String) throws -> String {
        let names = Set(partNames)
        let stated = try relationships(of: "").first("officeDocument")
        guard let part = [stated, usual].compactMap(\.self).first(where: names.contains) else {
            throw DocumentError(
                .damaged,
                "\(name) is damaged: its part \(usual) is missing; open it in the program that made it, and save it anew"
            )
        }
        return part
    }

    /// The title that the document's properties state; nil if it is empty.
    func coreTitle() throws -> String? {
        let part = try relationships(of: "").first("core-properties") ?? "docProps/core.xml"
        let title = try tree(part)?.child("title").map { BlockWriter.trimmed($0.text) } ?? ""
        return title.isEmpty ? nil : title
    }
}
