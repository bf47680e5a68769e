/// Formats that are text and tell themselves by how they begin.
enum TextSigns {
    /// The format that the text begins as, nil where it could be several.
    static func format(of text: [UInt8], fileExtension: String) -> RecognizedFormat? {
        if text.starts(with: #"{\rtf"#.utf8) { return .document(.rtf) }
        if text.starts(with: "%!PS".utf8) {
            return .foreign(ForeignFormat("a PostScript document", "convert it with `ps2pdf`"))
        }
        if text.starts(with: "WEBVTT".utf8) { return .document(.vtt) }
        let start = String(decoding: text.prefix(8_192), as: UTF8.self)
        if let mail = mail(start, fileExtension: fileExtension) { return .document(mail) }
        let isNotebook = start.contains("\"cells\"") && start.contains("\"cell_type\"")
        if isNotebook || fileExtension == "ipynb" && text.first == UInt8(ascii: "{") { return .document(.notebook) }
        return nil
    }

    /// Whether `start` begins with the fields of a message, and of which kind. A name that says so needs one field, others more.
    private static func mail(_ start: String, fileExtension: String) -> DocumentType? {
        let fields: Set = [
            "from", "to", "date", "received", "mime-version", "message-id", "return-path", "delivered-to", "subject",
        ]
        let hasEnvelope = start.hasPrefix("From ")
        var found: Set<String> = []
        var isPage = false
        var isContent = false
        for line in start.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .dropFirst(hasEnvelope ? 1 : 0)
        {
            if line.isEmpty { break }
            if line.first == " " || line.first == "\t" {
                if isContent, line.lowercased().contains("text/html") { isPage = true }
                continue
            }
            guard let colon = line.firstIndex(of: ":"), !line[..<colon].contains(" ") else { return nil }
            let name = line[..<colon].lowercased()
            if fields.contains(name) { found.insert(name) }
            isContent = name == "content-type" && line.lowercased().contains("multipart/related")
            if isContent, line.lowercased().contains("text/html") { isPage = true }
            if name == "snapshot-content-location" { isPage = true }
        }
        let named = [DocumentType.eml, .mbox, .mhtml].first { $0.fileExtensions.contains(fileExtension) }
        if let named, !found.isEmpty { return hasEnvelope ? .mbox : named }
        if hasEnvelope { return found.count >= 2 ? .mbox : nil }
        let isPageOfBrowser = isPage && found.contains("mime-version") && !found.contains("to")
        if isPageOfBrowser { return .mhtml }
        let isMarked = found.contains("mime-version") || found.contains("message-id")
        return found.count >= 3 && isMarked ? .eml : nil
    }
}
