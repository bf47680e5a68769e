internal import Retrieval

/// What a search left out for its `--budget`, in a sentence.
enum OmissionText {
    static func sentence(of omission: StageOmission) -> String {
        guard let passages = omission.passages, let all = omission.of else {
            return "There was no time for \(omission.stage); a longer --budget has it."
        }
        return "There was no time to judge \(passages) of the \(all) best passages once more; a longer --budget has it."
    }
}
