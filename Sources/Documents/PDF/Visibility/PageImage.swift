/// A page as it is seen, in shades of grey.
struct PageImage: Sendable {
    /// The longer side of the images that are looked at, in pixels: the letters of a page of A4 are some pixels high.
    static let longerSide = 1_200

    /// Shades that differ less cannot be told apart, of 255.
    static let leastContrast = 24
    /// The part of a word's box, in percent, that its letters cover at least.
    private static let leastInk = 3

    let width: Int
    let height: Int
    let pixels: ArraySlice<UInt8>

    /// Reads an image in the format PGM with a byte a pixel; nil if it is none.
    init?(pgm: [UInt8]) {
        guard pgm.starts(with: "P5".utf8) else { return nil }
        var index = 2
        var numbers: [Int] = []
        while numbers.count < 3 {
            while index < pgm.count, pgm[index].isSpace { index += 1 }
            let start = index
            while index < pgm.count, pgm[index].isDigit, index - start < 9 { index += 1 }
            guard let number = Int(String(decoding: pgm[start..<index], as: UTF8.self)) else { return nil }
            numbers.append(number)
        }
        index += 1
        guard numbers[2] == 255, numbers[0] > 0, numbers[1] > 0, pgm.count - index >= numbers[0] * numbers[1] else {
            return nil
        }
        (width, height, pixels) = (numbers[0], numbers[1], pgm[index...])
    }

    /// Whether anything can be seen in a rectangle of a page: not only the colour that most of it has.
    func showsSomething(in box: PageBox, of page: LayoutPage) -> Bool {
        guard page.width > 0, page.height > 0 else { return true }
        let scale = (x: Float(width) / page.width, y: Float(height) / page.height)
        let columns = Self.range(box.left * scale.x, box.right * scale.x, limit: width)
        let rows = Self.range(box.top * scale.y, box.bottom * scale.y, limit: height)
        var counts = [Int](repeating: 0, count: 256)
        for row in rows {
            for column in columns { counts[Int(pixels[pixels.startIndex + row * width + column])] += 1 }
        }
        let ground = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        let ink = counts.indices.reduce(0) { abs($1 - ground) > Self.leastContrast ? $0 + counts[$1] : $0 }
        return ink * 100 >= rows.count * columns.count * Self.leastInk && ink > 0
    }

    private static func range(_ start: Float, _ end: Float, limit: Int) -> Range<Int> {
        let first = Int(min(max(start.rounded(.down), 0), Float(limit)))
        return first..<Int(min(max(end.rounded(.up), Float(first)), Float(limit)))
    }
}
