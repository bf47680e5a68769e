internal import Crypto
internal import Foundation
internal import Transformers

/// What an engine has read of instructions, in files, so that no process reads them twice.
///
/// Only instructions are kept, never what a question or a document says.
struct InstructionCache: Sendable {
    /// Instructions shorter than this are read as fast as a file is.
    private static let fewestTokens = 32
    /// Longer instructions would take too much of the disk.
    private static let mostTokens = 4096
    /// Files beyond this many are removed, those first that have not been used for longest.
    private static let mostFiles = 8

    private let folder: URL

    /// - Parameter folder: where files are kept; made when it is needed.
    init(folder: URL) { self.folder = folder }

    /// Takes what was read of the first `count` tokens of a prompt, in the place of what the context has.
    ///
    /// - Returns: how many tokens need not be read.
    func restore(_ prompt: [Int32], first count: Int, into context: DecoderContext) -> Int {
        guard let url = url(prompt, count) else { return 0 }
        let restored = context.restore(Array(prompt[..<count]), from: url)
        if restored > 0 {
            try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: url.path)
        }
        return restored
    }

    /// Keeps what a context has read of the first `count` tokens of its prompt, where that is not kept yet.
    func save(_ prompt: [Int32], first count: Int, of context: DecoderContext) {
        guard let url = url(prompt, count), context.tokens.starts(with: prompt[..<count]),
            !FileManager.default.fileExists(atPath: url.path)
        else { return }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        context.save(first: count, to: url)
        removeOldest()
    }

    private func url(_ prompt: [Int32], _ count: Int) -> URL? {
        guard (Self.fewestTokens...Self.mostTokens).contains(count) else { return nil }
        let digest = prompt[..<count].withUnsafeBytes { SHA256.hash(data: $0) }
        return folder.appending(path: FileDigest.hexadecimal(digest), directoryHint: .notDirectory)
    }

    private func removeOldest() {
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: [.contentModificationDateKey])) ?? []
        guard files.count > Self.mostFiles else { return }
        func date(_ file: URL) -> Date {
            (try? file.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate ?? .distantPast
        }
        let byAge = files.map { ($0, date($0)) }.sorted { $0.1 < $1.1 }
        for (file, _) in byAge.dropLast(Self.mostFiles) { try? FileManager.default.removeItem(at: file) }
    }
}
