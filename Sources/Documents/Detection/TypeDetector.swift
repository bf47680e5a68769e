package import Foundation

/// Finds the format of a file by its content; the name's extension breaks ties.
package struct TypeDetector: Sendable {
    /// How many bytes at the start of a text are looked at.
    private static let sampleSize = 65_536

    package init() {}

    /// The format of `bytes`, whether or not anything reads it.
    package func format(of bytes: Data, name: String) -> RecognizedFormat {
        let fileExtension = Self.fileExtension(name)
        let start = [UInt8](bytes.prefix(Self.sampleSize))
        if Self.isPDF(start) { return .document(.pdf) }
        if ByteOrderMark(bytes) == nil {
            if let format = Signatures.format(of: bytes, fileExtension: fileExtension) { return format }
            if Self.isBinary(bytes) {
                return fileExtension == "pdf" ? .document(.pdf) : .foreign(.unknownBinary)
            }
        }
        let text = TextDecoder().decode(bytes.prefix(Self.sampleSize)).bytes
        return TextSigns.format(of: text, fileExtension: fileExtension)
            ?? .document(textType(text, fileExtension: fileExtension))
    }

    /// Whether a text that begins with `head` is plain text in an encoding whose parts can be read one by one: one with a line
    /// feed in a byte of its own.
    package func isDivisibleText(head: Data, name: String) -> Bool {
        let isWide =
            ByteOrderMark(head)?.encoding != nil
            || head.withUnsafeBytes { WideEncoding.guess($0.bindMemory(to: UInt8.self)) } != nil
        guard !isWide, case .document(.plainText) = format(of: head, name: name) else { return false }
        return true
    }

    private func textType(_ text: [UInt8], fileExtension: String) -> DocumentType {
        if HTMLSigns.isPage(text) { return .html }
        let named = Self.textTypes[fileExtension]
        if let named, named != .html { return named }
        if named == .html, HTMLSigns.hasTags(text) { return .html }
        if text.starts(with: "<?xml".utf8) { return .xml }
        // A name that promises another format says nothing about a text.
        let saysNothing = fileExtension.isEmpty || named == .html || Self.otherExtensions.contains(fileExtension)
        guard saysNothing else { return .plainText }
        if HTMLSigns.isFragment(text) { return .html }
        return MarkdownSigns.count(in: text) >= 2 ? .markdown : .plainText
    }

    /// The text formats by the endings of names.
    private static let textTypes: [String: DocumentType] = {
        var types: [String: DocumentType] = [:]
        for type in DocumentType.allCases where type.isText {
            for ending in type.fileExtensions { types[ending] = types[ending] ?? type }
        }
        return types
    }()

    private static let otherExtensions = Set(
        DocumentType.allCases.filter { !$0.isText }.flatMap(\.fileExtensions))

    /// The ending of a name in small letters; that of a packed tar archive, such as `.tar.gz`, is that of its short form.
    private static func fileExtension(_ name: String) -> String {
        let last = name.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
        return last[..<dot].lowercased().hasSuffix(".tar") ? "tgz" : last[last.index(after: dot)...].lowercased()
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
