internal import Foundation
internal import Library

/// Lets the passages of some files come before those of others: by weights of their paths, and by their age.
///
/// A weight multiplies a passage's odds, so that it moves what is near each other and cannot put what does not matter first. Newness
/// doubles the odds for the newest file of the profile, and less for older ones. Age counts from the newest file, not from today: the
/// same question on an unchanged library finds the same.
struct SourcePreference {
    let weights: [(pattern: GlobPattern, logarithm: Double)]
    let halfLife: Double?
    /// Nanoseconds since 1970, by the name of the file; empty where age does not count.
    private let times: [String: Int64]
    private let newest: Int64

    /// - Throws: what the library throws.
    init(_ settings: RetrievalSettings, library: any LibraryStore, profile: String) async throws {
        weights = settings.sourceWeights.compactMap { weight in
            GlobPattern(weight.path[...]).map { ($0, log(weight.weight)) }
        }
        halfLife = settings.recencyHalfLife
        guard halfLife != nil else {
            (times, newest) = ([:], 0)
            return
        }
        times = Dictionary(
            try await library.files(ofProfile: profile).map { file in
                (file.file.name, file.file.modified ?? Int64(file.addedAt.timeIntervalSince1970 * 1e9))
            }, uniquingKeysWith: { first, _ in first })
        newest = times.values.max() ?? 0
    }

    /// Whether all files count the same.
    var isNone: Bool { weights.isEmpty && halfLife == nil }

    /// What is added to a passage's score for its file.
    func shift(of file: String) -> Double {
        var shift = weights.last { $0.pattern.matchesFile(named: file) }?.logarithm ?? 0
        if let halfLife, let time = times[file] {
            let days = Double(newest - time) / (86_400 * 1e9)
            shift += log(1 + exp2(-days / halfLife))
        }
        return shift
    }
}
