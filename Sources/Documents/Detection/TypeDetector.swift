package import Foundation

/// Finds the format of a file by its content; the name's extension breaks ties.
package struct TypeDetector: Sendable {
    /// How many bytes at the start of a text are looked at.
    private static let sampleSize = 65_536

    package init() {}

    /// The format of `bytes`.
    ///
    /// - Throws: `DocumentError` with the code `unsupportedFormat`, which names the format where it is known.
    package func type(of bytes: Data, name: String) throws -> DocumentType {
        let fileExtension = Self.fileExtension(name)
        let start = [UInt8](bytes.prefix(Self.sampleSize))
        if Self.isPDF(start) { return .pdf }
        let isMarked = ByteOrderMark(bytes) != nil
        if !isMarked, let foreign = ForeignFormat.signature(of: start) {
            throw (start.count < bytes.count ? ForeignFormat.signature(of: [UInt8](bytes)) ?? foreign : foreign).error(
                name)
        }
        if !isMarked, Self.isBinary(bytes) {
            if fileExtension == "pdf" { return .pdf }
            throw ForeignFormat.unknownBinary.error(name)
        }
        let text = TextDecoder().decode(bytes.prefix(Self.sampleSize)).bytes
        if let foreign = ForeignFormat.text(text, fileExtension: fileExtension) { throw foreign.error(name) }
        return textType(text, fileExtension: fileExtension)
    }

    private func textType(_ text: [UInt8], fileExtension: String) -> DocumentType {
        if HTMLSigns.isPage(text) { return .html }
        if Self.markdownExtensions.contains(fileExtension) { return .markdown }
        if Self.htmlExtensions.contains(fileExtension), HTMLSigns.hasTags(text) { return .html }
        if !fileExtension.isEmpty, !Self.htmlExtensions.contains(fileExtension), fileExtension != "pdf" {
            return .plainText
        }
        if HTMLSigns.isFragment(text) { return .html }
        return MarkdownSigns.count(in: text) >= 2 ? .markdown : .plainText
    }

    private static let markdownExtensions: Set = ["md", "markdown", "mdown", "mkd", "mkdn", "mdx", "rmd", "qmd"]
    private static let htmlExtensions: Set = ["html", "htm", "xhtml", "xht"]

    private static func fileExtension(_ name: String) -> String {
        let last = name.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
        return last[last.index(after: dot)...].lowercased()
    }

    /// A PDF may have some bytes before its header, but a text may quote the header; so a header further on counts only
    /// at a line's start and before an object.
    private static func isPDF(_ start: [UInt8]) -> Bool {
        let header = Array("%PDF-".utf8)
        if start.starts(with: header) { return true }
        let head = start.prefix(1_024)
        guard let place = head.indices.first(where: { head[$0...].starts(with: header) }) else { return false }
        let isAtLineStart = place > 0 && (head[place - 1] == 0x0A || head[place - 1] == 0x0D)
        let isAfterSpace = head[..<place].allSatisfy { $0.isSpace || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        let rest = String(decoding: start[place...].prefix(4_096), as: UTF8.self)
        return isAfterSpace || isAtLineStart && rest.contains(" obj")
    }

    /// Whether more than one byte in fifty of the start, or of the middle, is a control character that texts don't have.
    private static func isBinary(_ bytes: Data) -> Bool {
        let start = bytes.prefix(sampleSize)
        let isWide = start.withUnsafeBytes { WideEncoding.guess($0.bindMemory(to: UInt8.self)) } != nil
        return !isWide
            && [start, bytes.dropFirst(bytes.count / 2).prefix(sampleSize)].contains { sample in
                let controls = sample.reduce(0) { $0 + ($1 < 0x20 && !$1.isSpace && $1 != 0x1B && $1 != 0x08 ? 1 : 0) }
                return controls > 2 && controls * 50 > sample.count
            }
    }
}
