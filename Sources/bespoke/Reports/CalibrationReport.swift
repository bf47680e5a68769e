internal import Evaluation
internal import Library

/// The result of `calibrate`.
struct CalibrationReport: Encodable {
    let name: String
    let version: Int
    let leastConfidence: LeastConfidence?
    let lessons: [Row]

    /// What was learnt about questions of one kind; shares of the made questions, by the usual threshold and by the one that holds.
    struct Row: Encodable {
        let kind: String
        let questions: Int
        let usual: Double
        let learnt: Double?
        let answerableRefused: [Double]
        let unanswerableRefused: [Double]
    }

    init(_ profile: Profile, _ lessons: [RefusalCalibration.Lesson]) {
        name = profile.name
        version = profile.version
        leastConfidence = profile.settings.leastConfidence
        self.lessons = lessons.map {
            Row(
                kind: $0.kind, questions: $0.questions, usual: $0.usual, learnt: $0.learnt,
                answerableRefused: [$0.lost.usual, $0.lost.now],
                unanswerableRefused: [$0.refused.usual, $0.refused.now])
        }
    }
}
