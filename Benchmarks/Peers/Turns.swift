/// The median milliseconds of several ways to do the same, taken by turns. The first turn warms up and does not count.
func mediansByTurns(_ repetitions: Int, _ ways: [() throws -> Double]) throws -> [Double] {
    var times = [[Double]](repeating: [], count: ways.count)
    for turn in 0...repetitions {
        for (way, measure) in ways.enumerated() {
            let time = try measure()
            if turn > 0 { times[way].append(time) }
        }
    }
    return times.map(median)
}
