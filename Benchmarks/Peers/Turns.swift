import Foundation

/// The median milliseconds of several ways to do the same, taken by turns. The first turn warms up and does not count. Before each,
/// nothing happens for a while, since the threads of the one before may still wait for work, and turn a processor with that.
func mediansByTurns(_ repetitions: Int, _ ways: [() throws -> Double]) throws -> [Double] {
    var times = [[Double]](repeating: [], count: ways.count)
    for turn in 0...repetitions {
        for (way, measure) in ways.enumerated() {
            Thread.sleep(forTimeInterval: pause)
            let time = try measure()
            if turn > 0 { times[way].append(time) }
        }
    }
    return times.map(median)
}

/// Seconds without work before a measurement.
private let pause = 0.05
