/// The straight lines of a page that run along its sides, and the edges of its coloured areas: what the cells of a table stand
/// between.
struct PageRulings: Sendable {
    /// One line; the unit is the point.
    struct Ruling: Sendable, Equatable {
        /// Its place across its own direction.
        var position: Float
        /// Where it begins and ends along its direction.
        var extent: ClosedRange<Float>
    }

    /// From left to right, placed by their distance from the top.
    var horizontal: [Ruling] = []
    /// From top to bottom, placed by their distance from the left.
    var vertical: [Ruling] = []

    /// The shortest line that is looked for, in points; it is longer than the stems of most letters.
    static let shortest: Float = 14
    /// How far lines that meet may end apart, in points.
    static let tolerance: Float = 2.5

    /// The parts of a word's height above its letters and below their feet: there a line may be.
    private static let margins = (above: Float(0.15), below: Float(0.12))

    /// Only those that do not run through words, as the edges of letters beside one another do.
    func outside(of words: [PageBox]) -> PageRulings {
        PageRulings(
            horizontal: horizontal.filter { line in
                !line.isMostly(
                    in: words.lazy.filter { word in
                        line.position > word.top + word.height * Self.margins.above
                            && line.position < word.bottom - word.height * Self.margins.below
                    }.map { $0.left...$0.right })
            },
            vertical: vertical.filter { line in
                !line.isMostly(
                    in: words.lazy.filter { $0.left < line.position && line.position < $0.right }
                        .map { $0.top...$0.bottom })
            })
    }

    /// The lines as rectangles without width: those from left to right, those from top to bottom.
    var boxes: (horizontal: [PageBox], vertical: [PageBox]) {
        (
            horizontal.map {
                PageBox(left: $0.extent.lowerBound, top: $0.position, right: $0.extent.upperBound, bottom: $0.position)
            },
            vertical.map {
                PageBox(left: $0.position, top: $0.extent.lowerBound, right: $0.position, bottom: $0.extent.upperBound)
            }
        )
    }

    /// The rectangle around all lines.
    var box: PageBox { [boxes.horizontal, boxes.vertical].joined().union }

    /// The lines that hang together, each of the others by itself.
    var components: [PageRulings] {
        var groups = DisjointSets(count: horizontal.count + vertical.count)
        for (index, line) in horizontal.enumerated() {
            for (other, column) in vertical.enumerated()
            where line.reaches(column.position) && column.reaches(line.position) {
                groups.join(index, horizontal.count + other)
            }
        }
        var result: [Int: PageRulings] = [:]
        for (index, line) in horizontal.enumerated() {
            result[groups.root(of: index), default: PageRulings()].horizontal.append(line)
        }
        for (index, line) in vertical.enumerated() {
            result[groups.root(of: horizontal.count + index), default: PageRulings()].vertical.append(line)
        }
        return result.keys.sorted().compactMap { result[$0] }
    }
}

extension PageRulings.Ruling {
    /// Whether at least half of the line is in stretches that do not overlap.
    fileprivate func isMostly(in stretches: some Sequence<ClosedRange<Float>>) -> Bool {
        let shared = stretches.reduce(Float(0)) { sum, stretch in
            sum + max(0, min(extent.upperBound, stretch.upperBound) - max(extent.lowerBound, stretch.lowerBound))
        }
        return shared * 2 >= extent.upperBound - extent.lowerBound
    }

    /// Whether a line across this one meets it.
    func reaches(_ place: Float) -> Bool {
        place >= extent.lowerBound - PageRulings.tolerance && place <= extent.upperBound + PageRulings.tolerance
    }

    /// Whether the line is there along most of a stretch.
    func covers(_ stretch: ClosedRange<Float>) -> Bool {
        let shared = min(extent.upperBound, stretch.upperBound) - max(extent.lowerBound, stretch.lowerBound)
        return shared * 2 >= stretch.upperBound - stretch.lowerBound
    }
}
