/// Matching with stars in time proportional to pattern times text: only the last star is ever tried again.
package enum Wildcards {
    package static func match<Pattern, Item>(
        _ pattern: [Pattern], _ items: ArraySlice<Item>, isStar: (Pattern) -> Bool, matches: (Pattern, Item) -> Bool
    ) -> Bool {
        var place = 0
        var item = items.startIndex
        var star: (place: Int, item: Int)?
        while item < items.endIndex {
            if place < pattern.count, isStar(pattern[place]) {
                star = (place, item)
                place += 1
            } else if place < pattern.count, matches(pattern[place], items[item]) {
                place += 1
                item += 1
            } else if let last = star {
                star = (last.place, last.item + 1)
                place = last.place + 1
                item = last.item + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy(isStar)
    }
}
