public import Assistants
public import Inference
public import Library
internal import Retrieval

/// Learns from which confidence a profile's questions are answered: questions are made of its documents, and each is asked with its
/// document and without it.
///
/// No engine is asked, and nothing is changed.
public struct RefusalCalibration: Sendable {
    /// What was learnt about questions of one kind.
    public struct Lesson: Sendable {
        /// What these questions have in common: `words`, `chinese` or `other`, as ``LeastConfidence`` has them.
        public var kind: String
        /// How many questions were made.
        public var questions: Int
        /// The threshold that holds where nothing was learnt.
        public var usual: Double
        /// The threshold that was learnt; nil where the usual one stays.
        public var learnt: Double?
        /// Share of the answerable questions that are refused, by the usual threshold and by the one that holds.
        public var lost: (usual: Double, now: Double)
        /// Share of the unanswerable ones.
        public var refused: (usual: Double, now: Double)
    }

    private let assistant: Assistant
    private let library: any LibraryStore
    private let embedder: any Embedder

    /// Creates a calibration of an assistant with its library and the embedder of that.
    public init(of assistant: Assistant, library: any LibraryStore, embedder: any Embedder) {
        self.assistant = assistant
        self.library = library
        self.embedder = embedder
    }

    /// Makes questions of the documents of a profile and asks them.
    ///
    /// - Parameters:
    ///   - count: the most questions, fewer where there are fewer sentences.
    ///   - onQuestion: told of each question, and of how many there are.
    /// - Returns: the thresholds, nil where the usual ones stay, and how they came about.
    /// - Throws: `LibraryError`, `InferenceError` or `CancellationError`.
    public func run(
        profile: String, count: Int, onQuestion: (Int) -> Void = { _ in }
    ) async throws -> (leastConfidence: LeastConfidence?, lessons: [Lesson]) {
        let questions = MadeQuestions(of: try await library.chunks(ofProfile: profile)).questions(count)
        var thresholds: [ConfidenceKind: RefusalThreshold] = [:]
        for question in questions {
            let kind = ConfidenceKind(of: question.text, embedder: embedder)
            var threshold = thresholds[kind] ?? RefusalThreshold()
            threshold.answerable.append(try await assistant.confidence(in: question.text))
            var options = AskOptions()
            options.retrieval.filter = SearchFilter(leavingOut: [question.file])
            threshold.unanswerable.append(try await assistant.confidence(in: question.text, options: options))
            thresholds[kind] = threshold
            onQuestion(questions.count)
        }
        var leastConfidence = LeastConfidence()
        var lessons: [Lesson] = []
        for kind in ConfidenceKind.allCases {
            guard let threshold = thresholds[kind] else { continue }
            let lesson = Lesson(kind, threshold)
            leastConfidence[kind] = lesson.learnt
            lessons.append(lesson)
        }
        return (leastConfidence == LeastConfidence() ? nil : leastConfidence, lessons)
    }
}

extension RefusalCalibration.Lesson {
    init(_ kind: ConfidenceKind, _ threshold: RefusalThreshold) {
        self.kind = kind.rawValue
        questions = threshold.answerable.count
        usual = kind.usualThreshold
        learnt = threshold.learnt(above: usual)
        let (usual, now) = (usual, learnt ?? usual)
        func share(_ values: [Double], below limit: Double) -> Double {
            Double(values.count { $0 < limit }) / Double(max(1, values.count))
        }
        lost = (share(threshold.answerable, below: usual), share(threshold.answerable, below: now))
        refused = (share(threshold.unanswerable, below: usual), share(threshold.unanswerable, below: now))
    }
}
