internal import Foundation

/// The key that a server wants, from a file or the environment. It is never printed.
package struct ServerKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The variable or the file that held it, as in “the key in OPENAI_API_KEY”; nil where there is no key.
    package let source: String?
    /// What is sent.
    let secret: String?

    /// The largest file that is read, in bytes.
    private static let largestFile = 4096

    /// Looks the key up: in `file`, else in the variables of the API, each of which may instead name a file under the same name
    /// with `_FILE` behind it.
    ///
    /// - Throws: `invalidEngine` for a key that cannot stand in a header; `keyMissing` for a file that is not there or holds
    ///   none; `permissionDenied` for one that others may read. Errors name the variable or the file only.
    package init(for api: RemoteAPI = .openAI, environment: [String: String], file: String? = nil) throws {
        if let file {
            self = try Self(fileAt: file)
            return
        }
        for variable in api.keyVariables {
            if let value = environment[variable]?.trimmed, !value.isEmpty {
                self = try Self(value, source: variable)
                return
            }
            if let path = environment["\(variable)_FILE"], !path.isEmpty {
                self = try Self(fileAt: path)
                return
            }
        }
        (source, secret) = (nil, nil)
    }

    private init(_ value: String, source: String) throws {
        guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw InferenceError(
                .invalidEngine, "the key in \(source) holds characters that a key cannot have; set it again")
        }
        (self.source, secret) = (source, value)
    }

    /// The file is judged by what was opened, so that nobody can exchange it in between.
    private init(fileAt path: String) throws {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InferenceError(
                .keyMissing, "the file for a key, \(path), cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= Self.largestFile
        else {
            throw InferenceError(
                .keyMissing, "\(path) is not a file with a key of at most \(Self.largestFile) bytes; give another")
        }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else {
            throw InferenceError(
                .permissionDenied,
                "the file for a key, \(path), is open to others (mode \(String(mode, radix: 8))), so it is not used; run: "
                    + "chmod 600 \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: Self.largestFile)
        let count = read(descriptor, &bytes, bytes.count)
        let value = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmed
        guard !value.isEmpty else {
            throw InferenceError(.keyMissing, "the file for a key, \(path), is empty; write the key into it")
        }
        try self.init(value, source: "the file \(path)")
    }

    /// Whether a text holds the key, or as much of either end of it as tells something.
    func isWithin(_ text: String) -> Bool {
        guard let secret else { return false }
        return text.contains(secret)
            || secret.count >= 16 && (text.contains(secret.prefix(10)) || text.contains(secret.suffix(6)))
    }

    package var description: String { source.map { "the key in \($0)" } ?? "no key" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
