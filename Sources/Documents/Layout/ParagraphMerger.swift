/// Joins what a page's layout divided: a sentence that goes on in the next block, an initial and its word.
enum ParagraphMerger {
    static func merged(_ elements: [PageElement]) -> [PageElement] {
        var result: [PageElement] = []
        for element in elements {
            guard case .paragraph(let next) = element, case .paragraph(let before)? = result.last else {
                result.append(element)
                continue
            }
            if let initial = joinedInitial(before, next) {
                result[result.count - 1] = .paragraph(initial)
            } else if belongsTogether(before, next) {
                result[result.count - 1] = .paragraph(before + next)
            } else {
                result.append(element)
            }
        }
        return result
    }

    private static func belongsTogether(_ before: [PageLine], _ next: [PageLine]) -> Bool {
        guard let last = before.last, let first = next.first, last.style.isHidden == first.style.isHidden else {
            return false
        }
        guard first.text.unicodeScalars.first?.properties.isLowercase == true, last.text.utf8.count > 20,
            !ParagraphDivider.differs(last.style.size, first.style.size),
            last.style.isMonospaced == first.style.isMonospaced
        else { return false }
        return last.text.unicodeScalars.last.map { $0 == "-" || $0 == "," || $0.properties.isAlphabetic } ?? false
    }

    /// The lines behind a large first letter that stands beside them, with that letter.
    private static func joinedInitial(_ before: [PageLine], _ next: [PageLine]) -> [PageLine]? {
        guard before.count == 1, let initial = before.first, initial.text.unicodeScalars.count == 1,
            initial.text.unicodeScalars.first?.properties.isUppercase == true, let first = next.first,
            first.style.size > 0, initial.style.size > first.style.size * 1.5, initial.box.right <= first.box.left,
            initial.box.isBeside(first.box)
        else { return nil }
        var lines = next
        let isWord =
            first.box.left - initial.box.right < first.style.size
            && first.text.unicodeScalars.first?.properties.isAlphabetic == true
        lines[0].text = initial.text + (isWord ? "" : " ") + first.text
        return lines
    }
}
