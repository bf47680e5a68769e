/// What stands above and below one another on the x axis, in steps of about a point: where nothing does, columns meet.
struct GapProfile {
    private static let maximumSteps: Float = 4_096

    private let step: Float
    private let counts: [Int]
    /// How many boxes cover the step that most do.
    let peak: Int

    init(_ boxes: some Sequence<PageBox>, pageWidth: Float) {
        step = max(1, pageWidth / Self.maximumSteps)
        let size = Int(min(pageWidth, Self.maximumSteps * step) / step) + 2
        var changes = [Int](repeating: 0, count: size + 1)
        let last = Float(size - 1)
        for box in boxes {
            // A box ends where the next point begins.
            let start = Int(min(max((box.left / step).rounded(.down), 0), last))
            let end = Int(min(max((box.right / step).rounded(.down), Float(start)), last))
            changes[start] += 1
            changes[end + 1] -= 1
        }
        var sum = 0
        counts = changes.map {
            sum += $0
            return sum
        }
        peak = counts.max() ?? 0
    }

    /// The gaps inside of the text that at most `tolerance` boxes cross and that are at least `width` points wide.
    func gaps(tolerance: Int, width: Float) -> [(left: Float, right: Float)] {
        guard let first = counts.firstIndex(where: { $0 > tolerance }),
            let last = counts.lastIndex(where: { $0 > tolerance })
        else { return [] }
        var result: [(left: Float, right: Float)] = []
        var start: Int?
        for index in first...last {
            if counts[index] <= tolerance {
                start = start ?? index
            } else if let begun = start {
                if Float(index - begun) * step >= width { result.append((Float(begun) * step, Float(index) * step)) }
                start = nil
            }
        }
        return result
    }
}
