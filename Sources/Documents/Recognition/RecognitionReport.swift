/// What there is to tell about pages that were read by OCR.
struct RecognitionReport {
    /// Text of which tesseract is less sure than this needs to be looked at. The unit is percent.
    private static let sureConfidence = 70.0

    private var confidences: [Double] = []
    private var first: Location?
    private var doubtful: [Diagnostic] = []
    private var unreadScripts: [String] = []

    /// Notes a page.
    ///
    /// - Parameter unreadScript: the script that it seems to be in and that no installed language reads.
    mutating func add(_ page: RecognizedPage, at location: Location, unreadScript: String?) {
        if let unreadScript, !unreadScripts.contains(unreadScript) { unreadScripts.append(unreadScript) }
        guard let confidence = page.confidence else { return }
        confidences.append(confidence)
        first = first ?? location
        guard confidence < Self.sureConfidence else { return }
        doubtful.append(
            Diagnostic(
                severity: .warning, code: "doubtfulText",
                message:
                    "this text was read by OCR with a confidence of only \(Int(confidence)) %; compare it with the page",
                location: location))
    }

    /// The advice to install a language, where one is missing.
    var missingLanguage: String? {
        guard let script = unreadScripts.first else { return nil }
        let advice = RecognitionLanguages.package(for: script).map { "; `apt-get install \($0)` would help" } ?? ""
        return "its script seems to be \(script), for which tesseract has no language here\(advice)"
    }

    /// How many pages were read so, how sure that is, and where it is doubtful.
    var diagnostics: [Diagnostic] {
        var result: [Diagnostic] = []
        if let lowest = confidences.min(), let highest = confidences.max() {
            let pages = confidences.count == 1 ? "1 page was" : "\(confidences.count) pages were"
            let range = Int(lowest) == Int(highest) ? "\(Int(lowest)) %" : "\(Int(lowest)) to \(Int(highest)) %"
            result.append(
                Diagnostic(
                    severity: .note, code: "recognizedText",
                    message: "\(pages) read by OCR with a confidence of \(range)", location: first))
        }
        if let missingLanguage {
            result.append(Diagnostic(severity: .warning, code: "toolMissing", message: missingLanguage))
        }
        return result + doubtful
    }
}
