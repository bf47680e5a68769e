internal import Foundation
internal import Subprocess

/// Reads text in images (optical character recognition), with tesseract as a child process.
public struct TextRecognizer: Sendable {
    /// How much one file may cost.
    public struct Limits: Sendable {
        /// The pages of a file that are read so. The default is 1,000.
        public var pages = 1_000
        /// The size of the text of a page. The default is 16 MiB.
        public var textBytes = 16_777_216
        /// The memory of the child process. The default is 2 GiB.
        public var memoryBytes = 2_147_483_648
        /// The time for a page. The default is two minutes.
        public var time = Duration.seconds(120)

        /// The default limits.
        public init() {}
    }

    /// Whether pages of a PDF file without text are read so. The default is true.
    public var readsPages = true
    /// tesseract's names of the languages, such as "eng" or "chi_sim". The default is none: they are chosen by the script of the
    /// page, among those that are installed.
    public var languages: [String] = []
    /// How much one file may cost.
    public var limits = Limits()
    /// The folders where `tesseract` is looked for, divided by colons. The default is `$PATH`.
    public var searchPath = ExternalTool.defaultSearchPath

    /// The default settings.
    public init() {}

    private var tool: ExternalTool {
        ExternalTool(
            searchPath: searchPath,
            limits: ExternalTool.Limits(
                outputBytes: limits.textBytes, memoryBytes: limits.memoryBytes, time: limits.time))
    }

    /// Finds out what can be read.
    ///
    /// - Throws: `toolMissing` where tesseract or a language that is asked for is not there.
    func session(file: String) async throws -> Session {
        let outcome = try await tool.run(.tesseract, ["--list-langs"], file: file)
        let listing = String(decoding: outcome.output, as: UTF8.self) + outcome.messages
        let installed = RecognitionLanguages.installed(listing)
        let missing = languages.filter { !installed.contains($0) }
        guard missing.isEmpty, !installed.isEmpty else {
            let names = missing.isEmpty ? ["eng"] : missing
            let packages = names.map { "tesseract-ocr-" + $0.replacing("_", with: "-") }.joined(separator: " ")
            throw DocumentError(
                .toolMissing,
                "tesseract has no files for \(names.joined(separator: ", ")), to read images of text such as \(file); install "
                    + "them with `apt-get install \(packages)` or `brew install tesseract-lang`")
        }
        return Session(
            tool: tool, installed: installed, chosen: languages, detectsScript: listing.contains("\nosd"))
    }

    /// What tesseract can read on this machine.
    struct Session: Sendable {
        fileprivate let tool: ExternalTool
        fileprivate let installed: [String]
        /// The languages that the user asks for; empty where the script decides.
        fileprivate let chosen: [String]
        fileprivate let detectsScript: Bool

        /// An image that was read.
        struct Reading: Sendable {
            /// One page, or several of a TIFF file.
            var pages: [RecognizedPage]
            /// The script that was found and that no installed language reads.
            var unreadScript: String?
        }

        /// Reads an image file.
        ///
        /// - Parameter file: what to call it in messages.
        /// - Throws: a ``DocumentError``: `damaged` or `limitExceeded`; `CancellationError`.
        func read(_ path: String, file: String) async throws -> Reading {
            var languages = chosen
            var unread: String?
            if languages.isEmpty, installed.count > 1, let script = try await script(path, file: file) {
                languages = RecognitionLanguages.reading(script, of: installed)
                if languages.isEmpty { unread = script }
            }
            if languages.isEmpty { languages = RecognitionLanguages.reading("Latin", of: installed) }
            if languages.isEmpty { languages = Array(installed.prefix(1)) }
            // With the detection of the script comes that of the way up.
            let layout = detectsScript ? "1" : "3"
            let outcome = try await tool.run(
                .tesseract, [path, "stdout", "-l", languages.joined(separator: "+"), "--psm", layout, "tsv"], file: file
            )
            let pages = RecognizedPage.pages(outcome.output)
            guard outcome.status.isSuccess || pages.contains(where: { $0.confidence != nil }) else {
                throw failure(outcome, file: file, path: path)
            }
            return Reading(pages: pages, unreadScript: unread)
        }

        /// Below this, tesseract's guess of a script is as good as none.
        private static let leastConfidence = 1.0

        /// The script of a page, as tesseract names it; nil where there is too little text to tell.
        private func script(_ path: String, file: String) async throws -> String? {
            guard detectsScript else { return nil }
            let outcome = try await tool.run(.tesseract, [path, "stdout", "--psm", "0"], file: file)
            let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
            func value(_ name: String) -> Substring? {
                lines.first { $0.hasPrefix(name + ": ") }?.dropFirst(name.count + 2)
            }
            let confidence = value("Script confidence").flatMap { Double($0) } ?? 0
            return confidence >= Self.leastConfidence ? value("Script").map(String.init) : nil
        }

        private func failure(_ outcome: ExternalTool.Outcome, file: String, path: String) -> DocumentError {
            if case .signaled(_) = outcome.status {
                return DocumentError(
                    .limitExceeded,
                    "\(file) cannot be read: tesseract was stopped (\(outcome.status)), for too much memory or time or a "
                        + "fault; make the image smaller")
            }
            let lines = outcome.messages.split(separator: "\n").map { $0.replacing(path, with: file) }
            let reason =
                lines.first { $0.contains("Error") || $0.contains("error") } ?? lines.first ?? "no reason given"
            return DocumentError(
                .damaged, "\(file) is damaged, or of a kind that tesseract cannot read (\(reason)); get the file again")
        }
    }
}
