internal import ArgumentParser

/// `sync NAME`
struct SyncCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Bring a profile up to date with its sources.",
        discussion: """
            Looks at all that was ever added: files, folders, patterns and web addresses. What is new is added, what changed is \
            read again, what is gone is removed, and what moved within a folder is renamed without reading it again. A web \
            page is gone when its server says so (status 404 or 410).

            What cannot be reached removes nothing: a folder that is missing or empty, as when a disk is not mounted, or a server \
            that fails. It is listed, and its files stay. What "bespoke remove" took out of a folder or site does not come back.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        try await FileAdder(console: global.console, workspace: global.workspace()).sync(name)
    }
}
