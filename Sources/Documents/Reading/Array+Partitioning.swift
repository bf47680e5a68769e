extension Array {
    /// The first index whose element satisfies `predicate`, where all that satisfy it come last; found in log(count) steps.
    @inlinable
    package func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
