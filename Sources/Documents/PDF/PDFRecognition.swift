internal import Foundation

/// Reads pages of a PDF file as images, by poppler's `pdftoppm` and OCR.
struct PDFRecognition: Sendable {
    var recognizer: TextRecognizer
    /// The file, and what draws its pages.
    var file: PopplerFile

    /// What was read.
    struct Result: Sendable {
        /// By the number of the page, counted from 1.
        var pages: [Int: RecognizedPage] = [:]
        var report = RecognitionReport()
        /// Pages that could not be read, or were too many.
        var failures: [Diagnostic] = []
    }

    /// The longer side of a page's image in pixels: A4 at 300 dots an inch.
    private static let imageSize = 3_508

    /// Reads pages by their numbers, as many at a time as there are processors.
    ///
    /// - Throws: `toolMissing` without tesseract; `CancellationError`.
    func read(_ numbers: [Int]) async throws -> Result {
        var result = Result()
        guard !numbers.isEmpty else { return result }
        let session = try await recognizer.session(file: file.name)
        let read = numbers.prefix(recognizer.limits.pages)
        if read.count < numbers.count {
            result.failures.append(
                Diagnostic(
                    severity: .warning, code: "limitExceeded",
                    message: "\(numbers.count) pages are images, of which the first \(read.count) were read",
                    location: Location(page: numbers[read.count])))
        }
        try await withThrowingTaskGroup(of: (Int, Swift.Result<TextRecognizer.Session.Reading, DocumentError>).self) {
            group in
            var waiting = read.makeIterator()
            func start(_ number: Int) { group.addTask { (number, try await outcome(number, session)) } }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                if let number = waiting.next() { start(number) }
            }
            var readings: [Int: TextRecognizer.Session.Reading] = [:]
            while let (number, outcome) = try await group.next() {
                if let next = waiting.next() { start(next) }
                switch outcome {
                case .success(let reading): readings[number] = reading
                case .failure(let error):
                    result.failures.append(
                        Diagnostic(
                            severity: .warning, code: error.code.rawValue, message: "page \(number): \(error.message)",
                            location: Location(page: number)))
                }
            }
            for (number, reading) in readings.sorted(by: { $0.key < $1.key }) {
                guard let page = reading.pages.first else { continue }
                result.pages[number] = page
                result.report.add(page, at: Location(page: number), unreadScript: reading.unreadScript)
            }
        }
        result.failures.sort { ($0.location?.page ?? 0) < ($1.location?.page ?? 0) }
        return result
    }

    /// What came of a page; one that cannot be read is no reason to give up the others.
    private func outcome(
        _ number: Int, _ session: TextRecognizer.Session
    ) async throws -> (Swift.Result<TextRecognizer.Session.Reading, DocumentError>) {
        do {
            return .success(try await read(number, session))
        } catch let error as DocumentError where error.code != .toolMissing {
            return .failure(error)
        }
    }

    private func read(_ number: Int, _ session: TextRecognizer.Session) async throws -> TextRecognizer.Session.Reading {
        try await ScratchFolder.with { folder in
            let image = folder.appending(path: "page").path
            let outcome = try await file.drawImage(number, longerSide: Self.imageSize, to: image)
            guard FileManager.default.fileExists(atPath: image + ".pgm") else {
                let reason = outcome.messages.split(separator: "\n").first.map {
                    " (\($0.replacing(file.path, with: file.name)))"
                }
                throw DocumentError(.damaged, "it cannot be drawn\(reason ?? "")")
            }
            return try await session.read(image + ".pgm", file: file.name)
        }
    }
}
