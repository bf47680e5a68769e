/// A rectangle on a page, in points from the page's top left corner.
struct PageBox: Sendable, Equatable {
    var left: Float
    var top: Float
    var right: Float
    var bottom: Float

    var width: Float { right - left }
    var height: Float { bottom - top }
    var middle: (x: Float, y: Float) { ((left + right) / 2, (top + bottom) / 2) }

    /// The smallest rectangle around both.
    func union(_ other: PageBox) -> PageBox {
        PageBox(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom))
    }

    /// How much of their heights two rectangles have in common; negative where one stands below the other.
    func verticalOverlap(_ other: PageBox) -> Float { min(bottom, other.bottom) - max(top, other.top) }

    /// How far another rectangle is away, along the axis where they are farther apart; negative where they meet.
    func distance(to other: PageBox) -> Float {
        max(max(other.left - right, left - other.right), max(other.top - bottom, top - other.bottom))
    }

    /// Whether a point is inside.
    func contains(_ point: (x: Float, y: Float)) -> Bool {
        point.x >= left && point.x <= right && point.y >= top && point.y <= bottom
    }

    /// Whether two rectangles stand on one line of text.
    func isBeside(_ other: PageBox) -> Bool { verticalOverlap(other) * 2 >= min(height, other.height) }
}

extension Sequence<PageBox> {
    /// The smallest rectangle around all; that of no size for none.
    var union: PageBox {
        var iterator = makeIterator()
        guard var result = iterator.next() else { return PageBox(left: 0, top: 0, right: 0, bottom: 0) }
        while let box = iterator.next() { result = result.union(box) }
        return result
    }
}
