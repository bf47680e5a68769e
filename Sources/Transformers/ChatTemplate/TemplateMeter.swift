/// Counts the work of a template run, in bytes and values touched, so that a hostile template ends soon.
struct TemplateMeter {
    /// Enough for prompts of megabytes; less than seconds of work.
    private static let maximum = 64 << 20
    /// What a statement or an expression costs by itself.
    static let step = 64

    private var work = 0

    /// - Throws: where the run has done too much.
    mutating func charge(_ amount: Int) throws {
        work += amount
        guard work <= Self.maximum else { throw TemplateFailure(reason: "it takes too much work") }
    }
}
