internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// What the profile's files were added from.
    public func sources(ofProfile name: String) async throws -> [LibrarySource] {
        try await read { try SourceRow.all(profile: try ProfileRow.id(of: name, in: $0), in: $0) }
    }

    /// What the user removed though a source has it.
    public func excludedPaths(ofProfile name: String) async throws -> Set<String> {
        try await read { database in
            try String.fetchSet(
                database, sql: "SELECT path FROM excluded_path WHERE profile = ?",
                arguments: [try ProfileRow.id(of: name, in: database)])
        }
    }

    /// Remembers a source; one with its argument gets its kind and options.
    public func remember(_ source: NewSource, ofProfile name: String) async throws -> Int64 {
        try await write { try SourceRow.put(source, profile: try ProfileRow.id(of: name, in: $0), in: $0) }
    }

    /// Says which source brought files.
    public func assign(_ files: [String], toSource id: Int64, ofProfile name: String) async throws {
        guard !files.isEmpty else { return }
        try await write { database in
            let profile = try ProfileRow.id(of: name, in: database)
            let isThere = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM source WHERE id = ? AND profile = ?)",
                arguments: [id, profile])
            // Another process removed the source meanwhile; its files are their own sources then.
            guard isThere == true else { return }
            let assign = try database.cachedStatement(sql: "UPDATE file SET source = ? WHERE profile = ? AND name = ?")
            let include = try database.cachedStatement(
                sql: """
                    DELETE FROM excluded_path
                    WHERE profile = ?1 AND path = (SELECT path FROM file WHERE profile = ?1 AND name = ?2)
                    """)
            for file in files {
                try assign.execute(arguments: [id, profile, file])
                try include.execute(arguments: [profile, file])
            }
        }
    }

    /// Gives a file, and what was inside it, another name and path.
    public func move(file: String, to new: NewFile, inProfile name: String) async throws {
        try await write { database in
            let profile = try ProfileRow.id(of: name, in: database)
            let names = try String.fetchSet(
                database, sql: "SELECT name FROM file WHERE profile = ?", arguments: [profile])
            guard names.contains(file) else {
                throw try FileRow.notFound(file, profile: profile, name, in: database)
            }
            let children = try FileRow.children(of: file, profile: profile, in: database)
            var renamed = children.map { ($0, new.name + $0.dropFirst(file.count)) }
            if new.name != file { renamed.append((file, new.name)) }
            if let taken = renamed.first(where: { names.contains($0.1) })?.1 {
                throw LibraryError(
                    .fileExists,
                    "\(file) cannot be called \(new.name): the profile \"\(name)\" has a file \(taken) already")
            }
            for (old, new) in renamed {
                try database.execute(
                    sql: "UPDATE file SET name = ? WHERE profile = ? AND name = ?", arguments: [new, profile, old])
            }
            try database.execute(
                sql: "UPDATE file SET path = ?, size = ?, modified = ? WHERE profile = ? AND name = ?",
                arguments: [new.path, new.size, new.modified, profile, new.name])
        }
    }

    /// Removes files by name, and sources by argument, for good.
    @discardableResult
    public func withdraw(_ names: [String], fromProfile name: String) async throws -> [String] {
        guard !names.isEmpty else { return [] }
        let removed = try await write { database in
            let profile = try ProfileRow.id(of: name, in: database)
            var files = Set(names)
            for source in try SourceRow.all(profile: profile, in: database)
            where names.contains(source.source.argument) {
                files.remove(source.source.argument)
                files.formUnion(
                    try String.fetchAll(
                        database, sql: "SELECT name FROM file WHERE source = ?", arguments: [source.id]))
                try database.execute(sql: "DELETE FROM source WHERE id = ?", arguments: [source.id])
            }
            for file in files { try SourceRow.exclude(file: file, profile: profile, in: database) }
            return try FileRow.remove(Array(files), profile: profile, name, in: database)
        }
        try await giveBackSpace()
        return removed
    }
}
