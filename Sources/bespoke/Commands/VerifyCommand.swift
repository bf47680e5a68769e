internal import ArgumentParser
internal import Library

/// `verify`
struct VerifyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Account for every chunk, full-text row, vector and byte of the library.",
        discussion: "Ends with 1 where anything is wrong.")

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let (problems, counts) = try await inspect()
        if console.isJSON {
            try console.json(VerifyReport(counts: counts, problems: problems))
        } else {
            for problem in problems { try console.paragraph("\(problem.code): \(problem.message)", indent: 2) }
            try console.note(
                problems.isEmpty
                    ? "The library is sound: \(Quantity.count(counts.documents, "document")), "
                        + "\(Quantity.count(counts.chunks, "chunk")), \(Quantity.count(counts.vectors, "vector"))."
                    : "\(Quantity.count(problems.count, "problem")) found.")
        }
        return problems.isEmpty ? .done : .failed
    }

    private func inspect() async throws -> ([LibraryProblem], LibraryStatistics) {
        do {
            let library = try global.workspace().library()
            return (try await library.verify(), try await library.statistics())
        } catch let error as LibraryError where error.code == .damaged {
            // The library's message advises what is just being done.
            throw Failure(error.message.replacing("run `bespoke verify`, or ", with: ""))
        }
    }
}
