/// A PDF file, and poppler's programs that read it.
struct PopplerFile: Sendable {
    var tool: ExternalTool
    var path: String
    /// What to call the file in messages.
    var name: String
    var password: String?

    /// The pages of a file and their sizes.
    func information() async throws -> ExternalTool.Outcome {
        try await run(.pdfinfo, ["-enc", "UTF-8", "-box", "-f", "1", "-l", "-1"])
    }

    /// The words of pages, as a table; it takes two thirds of the time of the same as XML.
    func words(_ pages: ClosedRange<Int>) async throws -> ExternalTool.Outcome {
        try await run(.pdftotext, ["-enc", "UTF-8", "-tsv"] + range(pages), output: ["-"])
    }

    /// The fonts and colours of pages, and the outline, as XML.
    func fragments(_ pages: ClosedRange<Int>) async throws -> ExternalTool.Outcome {
        // `pdftotext` gives the text of all files; without "-nodrm" this program gives no fonts of those that forbid copying.
        let form = [
            "-nodrm", "-xml", "-i", "-stdout", "-noroundcoord", "-fontfullname", "-zoom",
            "\(Int(PopplerFragments.zoom))",
        ]
        return try await run(.pdftohtml, ["-enc", "UTF-8"] + form + range(pages))
    }

    /// Draws a page in shades of grey, as a PGM image.
    func image(_ page: Int, longerSide: Int) async throws -> ExternalTool.Outcome {
        try await run(.pdftoppm, ["-gray", "-scale-to", "\(longerSide)"] + range(page...page))
    }

    /// Draws a page in shades of grey, as a PGM image in a file.
    func drawImage(_ page: Int, longerSide: Int, to file: String) async throws -> ExternalTool.Outcome {
        try await run(
            .pdftoppm, ["-gray", "-singlefile", "-scale-to", "\(longerSide)"] + range(page...page), output: [file])
    }

    private func range(_ pages: ClosedRange<Int>) -> [String] {
        ["-f", "\(pages.lowerBound)", "-l", "\(pages.upperBound)"]
    }

    /// A password may be the owner's or a reader's. poppler takes it from its arguments only, where other users of the
    /// machine may see it while the program runs.
    private func run(
        _ program: ExternalTool.Program, _ arguments: [String], output: [String] = []
    ) async throws -> ExternalTool.Outcome {
        let secret = password.map { ["-upw", $0, "-opw", $0] } ?? []
        return try await tool.run(program, arguments + secret + [path] + output, file: name)
    }
}
