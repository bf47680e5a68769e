extension Location: Codable {
    private enum CodingKeys: String, CodingKey {
        case page, lastPage, pageLabel, lastPageLabel, sheet, rows, slide, lastSlide, time, lastTime, chapter, lines
    }

    /// Decodes a location; bounds in the wrong order, and times that are none, are left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        page = try container.decodeIfPresent(Int.self, forKey: .page)
        lastPage = try container.decodeIfPresent(Int.self, forKey: .lastPage)
        pageLabel = try container.decodeIfPresent(String.self, forKey: .pageLabel)
        lastPageLabel = try container.decodeIfPresent(String.self, forKey: .lastPageLabel)
        sheet = try container.decodeIfPresent(String.self, forKey: .sheet)
        rows = Self.range(try container.decodeIfPresent([Int].self, forKey: .rows))
        slide = try container.decodeIfPresent(Int.self, forKey: .slide)
        lastSlide = try container.decodeIfPresent(Int.self, forKey: .lastSlide)
        time = try container.decodeIfPresent(String.self, forKey: .time).flatMap(Timecode.seconds)
        lastTime = try container.decodeIfPresent(String.self, forKey: .lastTime).flatMap(Timecode.seconds)
        chapter = try container.decodeIfPresent(String.self, forKey: .chapter)
        lines = Self.range(try container.decodeIfPresent([Int].self, forKey: .lines))
    }

    /// Encodes only what is known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(page, forKey: .page)
        try container.encodeIfPresent(lastPage, forKey: .lastPage)
        try container.encodeIfPresent(pageLabel, forKey: .pageLabel)
        try container.encodeIfPresent(lastPageLabel, forKey: .lastPageLabel)
        try container.encodeIfPresent(sheet, forKey: .sheet)
        try container.encodeIfPresent(rows.map(Self.bounds), forKey: .rows)
        try container.encodeIfPresent(slide, forKey: .slide)
        try container.encodeIfPresent(lastSlide, forKey: .lastSlide)
        try container.encodeIfPresent(time.map(Timecode.text), forKey: .time)
        try container.encodeIfPresent(lastTime.map(Timecode.text), forKey: .lastTime)
        try container.encodeIfPresent(chapter, forKey: .chapter)
        try container.encodeIfPresent(lines.map(Self.bounds), forKey: .lines)
    }

    private static func bounds(_ range: ClosedRange<Int>) -> [Int] { [range.lowerBound, range.upperBound] }

    private static func range(_ bounds: [Int]?) -> ClosedRange<Int>? {
        guard let bounds, bounds.count == 2, bounds[0] <= bounds[1] else { return nil }
        return bounds[0]...bounds[1]
    }
}
