internal import Inference

/// The prompt after which an engine is asked how likely a question is, given a sentence (unsupervised passage reranking,
/// Sachan et al., EMNLP 2022).
enum QuestionLikelihoodPrompt {
    /// - Parameters:
    ///   - sentence: the sentence that may answer.
    ///   - title: what the sentence is about, where the document says so.
    static func messages(for sentence: String, title: String?) -> [ChatMessage] {
        let subject = title.map { "\($0): " } ?? ""
        return [ChatMessage(.user, "\(subject)\(sentence)\n\nWrite a question that this text answers.")]
    }
}
