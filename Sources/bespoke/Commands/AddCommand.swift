internal import ArgumentParser
internal import Ingestion
internal import Library

/// `add NAME PATH…`
struct AddCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add files and web pages to a profile.",
        discussion: """
            Takes files, folders, patterns such as 'docs/**/*.md', and - for standard input. Reads PDF and office \
            documents, e-books, web pages, mail and what is attached, texts, tables, data, programs, archives with the \
            files inside, and images and scans by OCR. Files that did not change are skipped, changed ones replaced. Of a \
            folder, what .gitignore or .bespokeignore rule out is left out, and so are hidden files, pictures and symbolic \
            links to folders. Without a path it goes on with vectors that an earlier add left open.

            A web address brings a page or file; that of a feed (RSS, Atom) the pages of its entries; with --crawl the pages \
            of a site that links lead to, below the folder of the address. robots.txt is obeyed. What was added is \
            remembered: see "bespoke help sync".

              bespoke add notes https://example.com/guide/ --crawl 3
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(
        help: ArgumentHelp("Files, folders, patterns, web addresses, or -.", valueName: "path"), completion: .file())
    var paths: [String] = []

    @Flag(help: "End when the files can be found by their words, and leave the vectors to the next add.")
    var noWait = false

    @Option(
        help: ArgumentHelp(
            "End with 2 where less than this share of a document's pages gave text, such as 0.95 or 95%.",
            valueName: "share"))
    var minCoverage: Share?

    @OptionGroup var reading: ReadingOptions
    @OptionGroup(title: "Web addresses") var web: WebOptions
    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        try await FileAdder(
            console: global.console, workspace: global.workspace(), leavesVectors: noWait,
            leastCoverage: minCoverage?.value, readers: reading.readers()
        ).add(paths, to: name, web: web.settings)
    }
}
