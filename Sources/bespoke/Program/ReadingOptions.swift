internal import ArgumentParser
internal import Documents

/// How documents are read.
struct ReadingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The password of protected PDF files; @FILE reads it from a file.", valueName: "text"))
    var password: String?

    /// The readers with what was asked for.
    ///
    /// - Throws: a ``Failure`` where the password's file cannot be read.
    func readers() throws -> DocumentReaders {
        var readers = DocumentReaders.standard
        readers.pdf.password = try password.map { try TextArgument.text($0, of: .password) }
        return readers
    }
}
