internal import Subprocess

/// What to tell where a file, or a part of it, cannot be read.
struct PDFFailures {
    var file: PopplerFile

    /// The error for a program that gave nothing.
    func error(_ outcome: ExternalTool.Outcome) -> DocumentError {
        let name = file.name
        if outcome.messages.contains("Incorrect password") {
            let reason = file.password == nil ? "is protected by a password" : "does not open with the password given"
            return DocumentError(
                .passwordNeeded,
                "\(name) \(reason); give it with --password, or save a copy without one, for instance with"
                    + " `qpdf --decrypt --password=… IN.pdf OUT.pdf`")
        }
        // The list of its options is what an older program prints about the one that it does not know.
        if outcome.messages.contains("Usage: pdftotext") {
            return DocumentError(
                .toolMissing,
                "\(name) cannot be read: this pdftotext knows no “-tsv”; install poppler 22.05 or a newer one")
        }
        return switch outcome.status {
        case .exited(3):
            DocumentError(.permissionDenied, "\(name) does not allow its text to be copied; ask for a copy that does")
        case .signaled(_):
            DocumentError(
                .damaged,
                "\(name) cannot be read: poppler was stopped (\(outcome.status)), for too much memory or time or a fault"
            )
        default: damaged(outcome.messages)
        }
    }

    private func damaged(_ messages: String) -> DocumentError {
        let lines = messages.split(separator: "\n").map { $0.replacing(file.path, with: file.name) }
        let reason = (lines.first { $0.contains("Error") } ?? lines.first).map { " (\($0))" } ?? ""
        return DocumentError(
            .damaged,
            "\(file.name) is damaged or cut off and no text can be read from it\(reason); get the file again, or mend it with"
                + " `qpdf`")
    }

    /// The error for a file without text.
    ///
    /// - Parameter obstacle: what is missing for OCR.
    func noText(_ parts: [PDFPages.Part], pageCount: Int, obstacle: String?) -> DocumentError {
        if let failed = parts.first(where: { !$0.outcome.status.isSuccess }) { return error(failed.outcome) }
        if let broken = parts.first(where: { $0.outcome.messages.contains("Syntax Error") }) {
            return damaged(broken.outcome.messages)
        }
        let pages = pageCount == 1 ? "its page has" : "its \(pageCount) pages have"
        let rest =
            obstacle.map { "and they were not read by OCR: \($0)" }
            ?? "and OCR found none in their images; add a sharper copy, or a text about it"
        return DocumentError(.noText, "\(file.name) has no text: \(pages) no text layer, \(rest)")
    }

    /// What is wrong with parts of the file.
    func diagnostics(_ parts: [PDFPages.Part]) -> [Diagnostic] {
        var result: [Diagnostic] = []
        var errors: [Substring] = []
        var known: Set<Substring> = []
        for part in parts {
            for line in part.outcome.messages.split(separator: "\n") where line.contains("Error") {
                if known.insert(line).inserted { errors.append(line) }
            }
        }
        let stopped = parts.first { !$0.outcome.status.isSuccess }
        if let reason = errors.first.map(String.init) ?? stopped.map({ "\($0.outcome.status)" }) {
            let more = errors.count > 1 ? ", and \(errors.count - 1) more" : ""
            result.append(
                Diagnostic(
                    severity: .warning, code: "damaged",
                    message: "the file is damaged and some of its text may be missing (\(reason)\(more))"))
        }
        if let part = parts.first(where: \.lacksFonts) {
            result.append(
                Diagnostic(
                    severity: .note, code: "fontsUnknown",
                    message: "the fonts of some pages cannot be read, so headings and hidden text may be missed there",
                    location: Location(page: part.first)))
        }
        if let part = parts.first(where: \.lacksImages) {
            result.append(
                Diagnostic(
                    severity: .note, code: "visibilityUnknown",
                    message: "some pages were not looked at to find hidden text, for the time that this takes",
                    location: Location(page: part.first)))
        }
        if let tags = InvisibleTags.diagnostic(parts.reduce(0) { $0 + $1.tags }) { result.append(tags) }
        return result
    }

    /// The pages without text among others.
    func emptyPages(_ document: Document, obstacle: String?) -> [Diagnostic] {
        let withText = Set(document.blocks.compactMap(\.location.page))
        let count = document.pageCount ?? 0
        let empty = (1...max(1, count)).filter { !withText.contains($0) }
        guard let first = empty.first else { return [] }
        let what = empty.count == 1 ? "page \(first) has no text" : "\(empty.count) of \(count) pages have no text"
        let message = obstacle.map { "\(what), and was not read by OCR: \($0)" } ?? what
        return [Diagnostic(severity: .note, code: "noText", message: message, location: Location(page: first))]
    }
}
