public import Library

/// What happened to a file of a profile.
public enum FileChange: Sendable, Hashable {
    case added(String)
    case updated(String)
    case removed(String)
    case moved(from: String, to: String)

    /// What turned the files of a profile into others, in order of their names. Files with the same bytes under other names were moved.
    public static func between(_ before: [LibraryFile], _ after: [LibraryFile]) -> [FileChange] {
        let old = Dictionary(before.map { ($0.file.name, $0) }) { first, _ in first }
        let names = Set(after.map(\.file.name))
        var gone = Dictionary(grouping: before.filter { !names.contains($0.file.name) }, by: \.document)
        var changes: [FileChange] = []
        for file in after {
            if let known = old[file.file.name] {
                if known.document != file.document { changes.append(.updated(file.file.name)) }
            } else if let former = gone[file.document]?.popLast() {
                changes.append(.moved(from: former.file.name, to: file.file.name))
            } else {
                changes.append(.added(file.file.name))
            }
        }
        let rest = gone.values.flatMap(\.self).map(\.file.name).sorted()
        return changes + rest.map(FileChange.removed)
    }
}
