/// A format that Bespoke knows by its bytes and does not read.
package struct ForeignFormat: Sendable, Equatable {
    /// What it is, with its article: "a film (AVI)".
    package let name: String
    /// What the user can do.
    package let advice: String
    /// The code of the error.
    package var code = DocumentError.Code.unsupportedFormat

    package init(_ name: String, _ advice: String) {
        self.name = name
        self.advice = advice
    }

    /// The error that names the format.
    package func error(_ file: String) -> DocumentError {
        let isReadOtherwise = code != .unsupportedFormat
        return DocumentError(
            code, "\(file) is \(name)\(isReadOtherwise ? "" : ", which Bespoke does not read"); \(advice)")
    }

    static let office = "save it as PDF or HTML, for instance with `soffice --headless --convert-to pdf`"
    static let archive = "unpack it and add the files inside"
    static let image = "make a searchable PDF of it by OCR, for instance with `ocrmypdf`"
    static let media = "add a transcript of it as text"
    static let none = "save it as plain text, HTML or PDF"

    /// Data with many control characters and no known signature.
    package static let unknownBinary = ForeignFormat("binary data of an unknown format", none)

    /// An Office file that is encrypted; which kind, only the password would tell.
    static let encryptedOffice = {
        var format = ForeignFormat(
            "an Office file that is protected by a password", "save a copy without one and add that")
        format.code = .passwordNeeded
        return format
    }()
}
