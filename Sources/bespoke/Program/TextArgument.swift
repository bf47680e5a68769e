internal import Foundation

/// Text that an option or argument gives: as it stands, from a file, or from standard input.
enum TextArgument {
    /// What the text is, for messages.
    enum Purpose: String {
        case instructions
        case question = "a question"
        case password = "a password"
    }

    /// The most that is read from a file or standard input, in bytes.
    static let limit = 1 << 20

    /// The text of `value`: for `@FILE` that of the file, for `-` what standard input holds, else `value` itself.
    ///
    /// - Throws: a ``Failure`` where there is no such text.
    static func text(_ value: String, of purpose: Purpose) throws -> String {
        if value == "-" {
            return try read("standard input", purpose, "redirect a file to it, or a pipe") { FileHandle.standardInput }
        }
        guard value.hasPrefix("@") else { return value }
        let path = String(value.dropFirst())
        return try read("the file \(path)", purpose, "check the path") {
            try FileHandle(forReadingFrom: URL(filePath: path))
        }
    }

    private static func read(_ name: String, _ purpose: Purpose, _ advice: String, _ open: () throws -> FileHandle)
        throws -> String
    {
        let data: Data
        do {
            data = try open().read(upToCount: limit + 1) ?? Data()
        } catch {
            throw Failure("\(name) cannot be read: \(SystemReason.of(error)); \(advice)")
        }
        guard data.count <= limit else {
            throw Failure("\(name) is too long for \(purpose.rawValue): the most is 1 MiB")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure("\(name) is not UTF-8 text, and \(purpose.rawValue) must be; convert it first")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
