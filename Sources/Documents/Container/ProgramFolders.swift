/// Folders that programs keep for themselves, whose files are passed over on disk and in archives.
package enum ProgramFolders {
    /// Their names, wherever they are.
    package static let names: Set<String> = ["node_modules", "bower_components", "__pycache__", "__MACOSX"]
}
