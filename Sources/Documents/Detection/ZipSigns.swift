internal import Foundation

/// Tells the many formats that are zip archives apart by the names of their members.
enum ZipSigns {
    static func format(of bytes: Data, fileExtension: String) -> RecognizedFormat {
        let directory = ZipNames(bytes)
        if let media = directory.mediaType, let format = format(ofMediaType: media) { return format }
        let names = directory.names
        func has(_ start: String) -> Bool { names.contains { $0.hasPrefix(start) } }
        // Of a file that is cut off, the names that are left have to do.
        if has("[Content_Types].xml") || !directory.isComplete {
            if has("word/") { return .document(.docx) }
            if has("xl/workbook.bin") {
                return .foreign(ForeignFormat("an Excel workbook (XLSB)", ForeignFormat.office))
            }
            if has("xl/") { return .document(.xlsx) }
            if has("ppt/") { return .document(.pptx) }
            if has("visio/") { return .foreign(ForeignFormat("a Visio drawing (VSDX)", ForeignFormat.office)) }
        }
        if has("META-INF/container.xml") { return .document(.epub) }
        if has("content.xml"), has("META-INF/manifest.xml") {
            let named = [DocumentType.ods, .odp].first { $0.fileExtensions.contains(fileExtension) }
            return .document(named ?? .odt)
        }
        if has("AndroidManifest.xml") { return .foreign(ForeignFormat("an Android package", ForeignFormat.none)) }
        if has("META-INF/MANIFEST.MF") { return .foreign(ForeignFormat("a Java archive", ForeignFormat.none)) }
        if has("Index/Document.iwa") || has("Index.zip") {
            return .foreign(ForeignFormat("a Pages, Numbers or Keynote document", "export it as PDF"))
        }
        // What is cut off so early that nothing tells is what its name says.
        let named = [DocumentType.docx, .xlsx, .pptx, .odt, .ods, .odp, .epub].first {
            $0.fileExtensions.contains(fileExtension)
        }
        return .document(directory.isComplete ? .zip : named ?? .zip)
    }

    /// What the member `mimetype` of EPUB and OpenDocument files says.
    private static func format(ofMediaType type: String) -> RecognizedFormat? {
        if type.hasPrefix("application/epub+zip") { return .document(.epub) }
        let openDocument = "application/vnd.oasis.opendocument."
        guard type.hasPrefix(openDocument) else { return nil }
        let kind = type.dropFirst(openDocument.count)
        if kind.hasPrefix("text") { return .document(.odt) }
        if kind.hasPrefix("spreadsheet") { return .document(.ods) }
        if kind.hasPrefix("presentation") { return .document(.odp) }
        return .foreign(ForeignFormat("an OpenDocument drawing, chart or formula", ForeignFormat.office))
    }
}
