extension PageImage {
    /// Where lines cross, the edge of one has a hole, in pixels.
    private static let longestHole = 5
    /// The part of a line in percent that has to be there, the holes being the rest.
    private static let leastCover = 85
    /// The two edges of a line are at most so far apart, in pixels.
    private static let thickest: Float = 5
    /// Images of more lines are pictures or drawings.
    private static let mostRulings = 2_000

    /// The lines, and the edges of coloured areas, that run along the sides of a page: where the grey of two neighbouring pixels
    /// differs along a stretch.
    func rulings(of page: LayoutPage) -> PageRulings {
        guard page.width > 0, page.height > 0 else { return PageRulings() }
        let scale = (x: page.width / Float(width), y: page.height / Float(height))
        let lines = PageRulings(
            horizontal: rulings(
                across: (count: height, stride: width, scale: scale.y),
                along: (count: width, stride: 1, scale: scale.x)),
            vertical: rulings(
                across: (count: width, stride: 1, scale: scale.x),
                along: (count: height, stride: width, scale: scale.y)))
        return lines.outside(of: page.blocks.lazy.joined().flatMap(\.words).map(\.box))
    }

    /// One axis of the image: its pixels, how far apart their bytes are, and the points of a pixel.
    private typealias Axis = (count: Int, stride: Int, scale: Float)

    private func rulings(across: Axis, along: Axis) -> [PageRulings.Ruling] {
        let shortest = Int(PageRulings.shortest / along.scale)
        var result: [PageRulings.Ruling] = []
        /// The indices of the lines whose edges may still go on.
        var open: [Int] = []
        pixels.withUnsafeBufferPointer { pixels in
            for place in 0..<max(0, across.count - 1) {
                let start = place * across.stride
                let position = Float(place + 1)
                open.removeAll { position - result[$0].position > Self.thickest }
                Self.edges(pixels, from: start, to: start + across.stride, along, shortest: shortest) { stretch in
                    let extent = Float(stretch.lowerBound)...Float(stretch.upperBound)
                    let same = open.first { result[$0].covers(extent) || result[$0].isCovered(by: extent) }
                    if let same {
                        result[same].extent = result[same].extent.union(extent)
                    } else if result.count < Self.mostRulings {
                        open.append(result.count)
                        result.append(PageRulings.Ruling(position: position, extent: extent))
                    }
                }
            }
        }
        guard result.count < Self.mostRulings else { return [] }
        return result.map { ruling in
            PageRulings.Ruling(
                position: ruling.position * across.scale,
                extent: ruling.extent.lowerBound * along.scale...ruling.extent.upperBound * along.scale)
        }
    }

    /// Finds the stretches along which two neighbouring rows or columns of pixels differ.
    private static func edges(
        _ pixels: UnsafeBufferPointer<UInt8>, from first: Int, to second: Int, _ along: Axis, shortest: Int,
        _ take: (Range<Int>) -> Void
    ) {
        var start = 0
        var end = 0
        var count = 0
        func finish() {
            if end - start >= shortest, count * 100 >= (end - start) * leastCover { take(start..<end) }
        }
        var offset = 0
        for index in 0..<along.count {
            let difference = Int(pixels[first + offset]) - Int(pixels[second + offset])
            offset += along.stride
            guard abs(difference) > leastContrast else { continue }
            if index - end > longestHole {
                finish()
                (start, count) = (index, 0)
            }
            end = index + 1
            count += 1
        }
        finish()
    }
}

extension PageRulings.Ruling {
    fileprivate func isCovered(by other: ClosedRange<Float>) -> Bool {
        PageRulings.Ruling(position: position, extent: other).covers(extent)
    }
}

extension ClosedRange<Float> {
    fileprivate func union(_ other: Self) -> Self {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
