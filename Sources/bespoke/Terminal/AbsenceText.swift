internal import Documents
internal import Retrieval

/// Why a passage was not shown, as `search --why-not` says it.
struct AbsenceText {
    private let absence: AbsenceReport

    init(_ absence: AbsenceReport) { self.absence = absence }

    /// Writes the report.
    func write(to console: Console) throws {
        guard !console.isJSON else { return try console.json(report) }
        try console.paragraph("\(SourceLine.place(absence.document, absence.location)): \(verdict)", as: .bold)
        try console.line("  words: \(CandidateTable.text(of: absence.words))")
        try console.line("  vector: \(CandidateTable.text(of: absence.vector))")
        if let rank = absence.rank { try console.line("  rank among the candidates: \(rank)") }
        if !options.isEmpty { try console.paragraph("Shown with: \(options.joined(separator: " "))") }
    }

    private var verdict: String {
        switch absence.stage {
        case .shown: "shown" + (absence.snippet.map { " as passage \($0)" } ?? "")
        case .unfound: "not found, since it has no word of the query and no vector, or --where leaves it out"
        case .candidates: "not among the candidates, since words and vectors both put others forward"
        case .limit: "a candidate that others were better than"
        }
    }

    /// The options that show it.
    private var options: [String] {
        [
            absence.candidatesPerStage.map { "--candidates \($0)" }, absence.limit.map { "--limit \($0)" },
        ].compactMap(\.self)
    }

    private var report: Report {
        Report(
            document: absence.document, location: absence.location, stage: absence.stage, words: absence.words,
            vector: absence.vector, rank: absence.rank, snippet: absence.snippet,
            settings: .init(candidates: absence.candidatesPerStage, limit: absence.limit))
    }

    private struct Report: Encodable {
        let document: String
        let location: Location
        let stage: AbsenceReport.Stage
        let words: Placement?
        let vector: Placement?
        let rank: Int?
        let snippet: Int?
        let settings: Settings

        struct Settings: Encodable {
            let candidates: Int?
            let limit: Int?
        }
    }
}
