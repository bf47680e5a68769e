internal import Inference
internal import Synchronization

/// What a search has done so far: how long its stages took, one after the other and those of several parts of a question together, what
/// was left out, and what an engine was asked.
struct SearchCourse {
    /// Until when there is time.
    var limit: TimeLimit
    /// What was left out.
    var omissions: [StageOmission] = []
    private(set) var timings: [StageTiming] = []
    /// The engine and what it was asked; nil where there is none.
    let calls: EngineCalls?
    private var last = ContinuousClock.now

    /// What the stages took when this process last went through them.
    private static let costs = Mutex<[String: Duration]>([:])

    init(within budget: Duration? = nil, engine: (any Engine)? = nil) {
        limit = TimeLimit(end: budget.map { ContinuousClock.now + $0 })
        calls = engine.map(EngineCalls.init)
    }

    /// What a stage took the last time; nil before the first.
    static func cost(of stage: String) -> Duration? { costs.withLock { $0[stage] } }

    /// Says that a stage is over.
    mutating func mark(_ stage: String) {
        let now = ContinuousClock.now
        let milliseconds = (now - last) / .milliseconds(1)
        Self.costs.withLock { [last] in $0[stage] = now - last }
        if let known = timings.firstIndex(where: { $0.stage == stage }) {
            timings[known].milliseconds += milliseconds
        } else {
            timings.append(StageTiming(stage: stage, milliseconds: milliseconds))
        }
        last = now
    }

    /// The engine, where it is one whose words can be trusted.
    ///
    /// - Throws: an `InferenceError` with `unsupportedRequest`.
    func largeEngine(for work: String) throws -> EngineCalls {
        guard let calls else {
            throw InferenceError(.unsupportedRequest, "\(work) needs an engine, and none was given")
        }
        guard calls.engine.sizeClass == .large else {
            throw InferenceError(
                .unsupportedRequest,
                "\(work) needs a large engine, and \(calls.engine.name) is a small one; choose another with --engine")
        }
        return calls
    }
}
