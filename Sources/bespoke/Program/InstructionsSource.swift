internal import Foundation

/// Where the words of an option come from: the option itself, a file, or standard input.
enum InstructionsSource {
    /// The most that is read from a file or standard input, in bytes.
    static let limit = 1 << 20

    /// The text of `value`: for `@FILE` that of the file, for `-` what standard input holds, else `value` itself.
    ///
    /// - Throws: a ``Failure`` where there is no such text.
    static func text(_ value: String) throws -> String {
        let text: String
        if value == "-" {
            text = try decode(FileHandle.standardInput.read(upToCount: limit + 1) ?? Data(), name: "standard input")
        } else if value.hasPrefix("@") {
            let path = String(value.dropFirst())
            do {
                let file = try FileHandle(forReadingFrom: URL(filePath: path))
                defer { try? file.close() }
                text = try decode(file.read(upToCount: limit + 1) ?? Data(), name: "the file \(path)")
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure("the instructions in \(path) cannot be read: \(SystemReason.of(error)); check the path")
            }
        } else {
            return value
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func decode(_ data: Data, name: String) throws -> String {
        guard data.count <= limit else { throw Failure("\(name) is too long for instructions: the most is 1 MiB") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure("\(name) is not UTF-8 text, and instructions must be; convert it first")
        }
        return text
    }
}
