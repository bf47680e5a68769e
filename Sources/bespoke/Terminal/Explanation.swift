internal import Assistants
internal import Foundation
internal import Inference
internal import Retrieval

/// How an answer came about, for `ask --explain`. Written to standard error, so that the answer stays alone.
struct Explanation {
    let answer: Answer
    /// How many candidates and sentences are listed.
    private let listed = 10

    init(answer: Answer) { self.answer = answer }

    /// Writes the explanation.
    func write(to console: Console) throws {
        let channel = console.diagnostics
        let width = channel.width ?? 100
        func section(_ title: String) throws { try channel.write("\n\(title)\n", as: .bold) }
        func lines(_ table: Table) throws {
            for line in table.lines(width: width) { try channel.write("  \(line)\n") }
        }

        if answer.query != answer.question {
            try section("Understood\(answer.trace.queryOrigin == .engine ? " by the engine" : "")")
            try channel.write("  \(answer.query)\n")
        }
        try section("Found: \(Quantity.count(answer.trace.candidates.count, "chunk"))")
        try lines(CandidateTable.table(of: Array(answer.trace.candidates.prefix(listed))))
        for omission in answer.trace.omissions { try channel.write("  \(OmissionText.sentence(of: omission))\n") }
        try section(
            "Weighed: \(Quantity.count(answer.trace.evidence.count, "sentence")), confidence \(number(answer.confidence))"
        )
        try lines(evidence)
        if !answer.trace.ignoredOrders.isEmpty {
            try section("Left out, as orders for an assistant")
            for order in answer.trace.ignoredOrders { try channel.write("  \(order)\n") }
        }
        if !answer.trace.prompt.isEmpty {
            let cut = answer.trace.cutSnippets
            let turns = answer.trace.cutTurns
            try section(
                "Asked: \(answer.trace.promptTokens) of at most \(answer.trace.promptBudget) tokens"
                    + (cut.isEmpty ? "" : ", left out: \(cut.map { "[\($0)]" }.joined(separator: " "))")
                    + (turns.isEmpty ? "" : ", turns left out: \(turns.map(String.init).joined(separator: " "))"))
            for digest in answer.trace.digests {
                let (first, last) = (digest.turns.lowerBound, digest.turns.upperBound)
                let author = digest.author == .engine ? "the engine" : "a rule"
                try channel.write("  turns \(first) to \(last), summarised by \(author): ", as: .faint)
                try channel.write(digest.text + "\n")
            }
            for message in answer.trace.prompt {
                try channel.write("  \(message.role.rawValue): ", as: .faint)
                try channel.write(message.content.replacing("\n", with: "\n  ") + "\n")
            }
        }
        if let thinking = answer.trace.thinking {
            try section(
                "Thought: \(Quantity.count(thinking.views, "view")), \(Quantity.count(thinking.considered, "candidate answer"))"
            )
            try lines(drafts(of: thinking))
            try channel.write("  (\(thinking.verdict))\n")
        }
        if let text = answer.trace.engineText {
            try section("The engine said")
            try channel.write("  \(text.replacing("\n", with: "\n  "))\n")
        }
        if let verdict = answer.trace.engineVerdict { try channel.write("  (\(verdict))\n") }
        if let usage = UsageText.of(answer.usage) {
            try section("Used")
            try channel.write("  \(usage)\n")
        }
        try section("Time")
        var table = Table([("STAGE", .left), ("MILLISECONDS", .right)])
        for stage in answer.trace.timings { table.add([stage.stage, Quantity.decimal(stage.milliseconds, 1)]) }
        table.add(["first word", Quantity.decimal(answer.timings.firstToken, 1)])
        table.add(["total", Quantity.decimal(answer.timings.total, 1)])
        try lines(table)
    }

    private func drafts(of thinking: Thinking) -> Table {
        var table = Table([
            ("CANDIDATE ANSWER", .left), ("FROM", .left), ("VOTES", .right), ("SUPPORT", .right), ("SCORE", .right),
        ])
        for draft in thinking.drafts.prefix(listed) {
            table.add([
                (draft.isChosen ? "* " : "  ") + DisplayWidth.truncate(draft.text, to: 60),
                draft.snippet.map { "[\($0)]" } ?? "", number(draft.votes), number(draft.support), number(draft.score),
            ])
        }
        return table
    }

    private var evidence: Table {
        var table = Table([
            ("SENTENCE", .left), ("FROM", .left), ("WORDS", .right), ("COSINE", .right), ("LIKELIHOOD", .right),
            ("SCORE", .right),
        ])
        for sentence in answer.trace.evidence.prefix(listed) {
            table.add([
                (sentence.isChosen ? "* " : "  ") + DisplayWidth.truncate(sentence.text, to: 60),
                "[\(sentence.snippet)]",
                number(sentence.words), sentence.similarity.map(number) ?? "-", sentence.likelihood.map(number) ?? "-",
                number(sentence.score),
            ])
        }
        return table
    }

    private func number(_ value: Double) -> String { Quantity.decimal(value, 2) }
}
