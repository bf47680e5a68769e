/// What of a book is encrypted.
///
/// Source: EPUB Open Container Format 3.3, 4.2.6.3.2; fonts that are only scrambled count as open.
struct EPUBProtection {
    private var encrypted: Set<String> = []

    private static let fontAlgorithms = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"]

    init(_ package: OfficePackage) throws {
        let root = try package.tree("META-INF/encryption.xml")
        for data in root?.children("EncryptedData") ?? [] {
            let algorithm = data.child("EncryptionMethod")?["Algorithm"] ?? ""
            guard !Self.fontAlgorithms.contains(algorithm),
                let part = data.first("CipherReference")?["URI"].flatMap({ EPUBBook.part(of: $0, in: []) })
            else { continue }
            encrypted.insert(part)
        }
    }

    /// Throws ``DocumentError`` with the code `unsupportedFormat` if one of the chapters is encrypted.
    func check(_ chapters: [String], of name: String) throws {
        guard chapters.contains(where: encrypted.contains) else { return }
        throw DocumentError(
            .unsupportedFormat,
            "\(name) is a book that is protected against copying (DRM), which Bespoke does not read; "
                + "get it without protection, or as PDF")
    }
}
