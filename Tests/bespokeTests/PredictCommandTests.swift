import Foundation
import Testing

@Suite("predict")
struct PredictCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    private func predict(_ arguments: String...) async throws -> String {
        let outcome = try await program.run(["predict"] + arguments, environment: ["COLUMNS": "60"])
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        #expect(outcome.diagnostics.isEmpty)
        return outcome.output
    }

    @Test("The likeliest tokens stand in order, with percentages and bars that fit the line")
    func bars() async throws {
        let lines = try await predict("The capital of France is", "--top", "5").split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines[0] == "The capital of France is")
        #expect(lines[1].contains("·Paris"))
        let shares = lines.dropFirst().compactMap { line in
            line.firstMatch(of: /([\d.]+) %/).flatMap { Double($0.1) }
        }
        #expect(shares.count == 5)
        #expect(shares == shares.sorted(by: >))
        #expect(shares[0] > 10)
        for line in lines { #expect(line.count <= 60) }
        for line in lines.dropFirst() { #expect("█▉▊▋▌▍▎▏".contains(try #require(line.last))) }
    }

    @Test("Several steps go on with the likeliest, and a tree follows each")
    func steps() async throws {
        let steps = try await predict("One, two, three, four,", "--steps", "3", "--top", "2")
        #expect(steps.contains("One, two, three, four, five"))
        #expect(steps.components(separatedBy: "\n\n").count == 3)
        let tree = try await predict("One, two, three, four,", "--tree", "--top", "2", "--steps", "3")
        let lines = tree.split(separator: "\n")
        #expect(lines.count == 15)
        #expect(lines[1].hasPrefix("├─ ·five") && lines[2].hasPrefix("│  ├─ "))
    }

    private struct Report: Decodable {
        struct Token: Decodable {
            let probability: Double
            let next: [Token]?
        }

        let engine: String
        let baseModel: Bool
        let predictions: [Token]
    }

    @Test("JSON has the same, with what comes next inside")
    func json() async throws {
        let output = try await predict("Hello", "--top", "3", "--steps", "2", "--json")
        let report = try JSONDecoder().decode(Report.self, from: Data(output.utf8))
        #expect(report.engine == "SmolLM2-135M-Instruct")
        #expect(!report.baseModel)
        #expect(report.predictions.map { $0.next?.count } == [3, nil, nil])
        let probabilities = report.predictions.map(\.probability)
        #expect(probabilities == probabilities.sorted(by: >))
    }

    @Test("What cannot predict is said")
    func refused() async throws {
        for (engine, message) in [
            ("openai:http://localhost:9#m", "a server does not show its probabilities"),
            ("all-MiniLM-L6-v2", "cannot write"), ("nothing", "no engine is called “nothing”"),
        ] {
            let outcome = try await program.run("predict", "x", "--engine", engine)
            #expect(outcome.status != 0 && outcome.output.isEmpty)
            #expect(outcome.diagnostics.contains(message), "\(outcome.diagnostics)")
        }
    }
}
