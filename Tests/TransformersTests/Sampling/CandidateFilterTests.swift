internal import Foundation
internal import Testing
internal import Transformers

@Suite("Top-p and min-p of candidates")
struct CandidateFilterTests {
    private static let oddValues: [Float] = [.nan, .infinity, -.infinity, -1, 0, .leastNonzeroMagnitude, 1, 2, 3e38]

    @Test("Both keep the likeliest up to some place, and one at least")
    func keptCounts() {
        let logits = [0.5, 0.25, 0.15, 0.1].map { Float(log($0)) }
        func count(_ topP: Float, _ minP: Float) -> Int? {
            CandidateFilter(topP: topP, minP: minP).keptCount(of: logits)
        }
        #expect(count(1, 0) == 4 && count(0.8, 0) == 3 && count(0.7, 0) == 2 && count(0, 0) == 1)
        #expect(count(1, 0.25) == 3 && count(1, 0.4) == 2 && count(1, 1) == 1)
        #expect(count(0.8, 0.4) == 2 && count(0.7, 0.25) == 2)
        #expect(count(1, 2) == 1 && count(0.9, .infinity) == 1)
        #expect(CandidateFilter(topP: 1, minP: 0).keptCount(of: []) == nil)
    }

    @Test("What is said of some candidates holds whatever the others are")
    func bounds() {
        var random = RandomNumbers(seed: 3)
        var known = 0
        for round in 0..<2000 {
            let spread = Float([0.5, 4, 30][round % 3])
            let logits = (0..<Int(1 + random.unit() * 80)).map { _ in spread * Float((random.unit() * 16).rounded()) / 4
            }
            .sorted(by: >)
            func value() -> Float {
                random.unit() < 0.2
                    ? Self.oddValues[Int(random.unit() * Double(Self.oddValues.count))] : Float(random.unit())
            }
            let filter = CandidateFilter(topP: value(), minP: value())
            let all = filter.keptCount(of: logits)
            #expect(all.map { (1...logits.count).contains($0) } ?? false)
            for count in 0...logits.count {
                let some = filter.keptCount(
                    of: Array(logits.prefix(count)), others: logits.count - count + Int(random.unit() * 3),
                    largestOther: logits[max(0, count - 1)])
                guard let some else { continue }
                known += 1
                #expect(some == all, "\(filter) of \(count) of \(logits)")
            }
        }
        #expect(known > 10_000)
    }
}
