internal import Crypto
package import Documents
internal import Foundation
package import Library

/// A file of plain text that is read part by part, so that its size does not matter to the memory.
package struct LongText: Sendable {
    /// When a text counts as long, and how it is divided.
    package struct Limits: Sendable {
        /// The size in bytes from which a text is read in parts. The default is 32 MiB.
        package var wholeBytes = 33_554_432
        /// The size of a part. The default is 4 MiB.
        package var partBytes = 4_194_304
        /// The size of a file. The default is 64 GiB.
        package var fileBytes = 68_719_476_736

        package init() {}
    }

    /// The hash of its bytes.
    let id: DocumentID
    /// Size and time when it was read.
    let stamp: FileStamp
    private let path: String
    private let name: String
    private let limits: Limits

    /// Looks at a file and reads it once for its hash, which takes about a second a GiB and more where the disk is slow.
    ///
    /// - Returns: nil where it is short, or no plain text.
    /// - Throws: a ``DocumentError`` or `CancellationError`.
    package init?(
        path: String, name: String, limits: Limits, _ cancellation: Cancellation = Cancellation()
    ) throws {
        let status = try FileStatus(of: path, named: name)
        guard status.kind == .file, status.stamp.size > limits.wholeBytes,
            let head = SourceReader.head(of: path, count: 1 << 20),
            TypeDetector().isDivisibleText(head: head, name: name)
        else { return nil }
        guard status.stamp.size <= limits.fileBytes else {
            throw DocumentError.tooLarge(name, size: status.stamp.size, limit: limits.fileBytes)
        }
        (self.path, self.name, self.limits, stamp) = (path, name, limits, status.stamp)
        let file = try FileBytes(path: path, name: name)
        var hash = SHA256()
        while let bytes = try file.next(limits.partBytes) {
            try cancellation.check()
            hash.update(data: bytes)
        }
        id = DocumentID(hash.finalize())
        guard try FileStatus(of: path, named: name).stamp == stamp else { throw DocumentError.changed(name) }
    }

    /// The document, which is read when it is stored.
    package func document(chunker: Chunker) -> LongDocument {
        LongDocument(id: id, type: .plainText) {
            let reading = try Reading(self, chunker)
            return { try reading.next() }
        }
    }

    /// One reading from the start to the end. It is used by one thread at a time.
    private final class Reading: @unchecked Sendable {
        private let text: LongText
        private let chunker: Chunker
        private let file: FileBytes
        private var hash = SHA256()
        /// What was read behind the last part.
        private var rest = Data()
        private var line = 1
        private var chunks = 0
        private var isAtEnd = false

        init(_ text: LongText, _ chunker: Chunker) throws {
            (self.text, self.chunker) = (text, chunker)
            file = try FileBytes(path: text.path, name: text.name)
        }

        func next() throws -> LongDocument.Part? {
            guard !isAtEnd || !rest.isEmpty else { return try end() }
            while !isAtEnd, rest.count < text.limits.partBytes {
                if let bytes = try file.next(text.limits.partBytes - rest.count) {
                    rest += bytes
                } else {
                    isAtEnd = true
                }
            }
            guard !rest.isEmpty else { return try end() }
            let length = isAtEnd ? rest.count : Self.length(of: rest)
            let bytes = rest.prefix(length)
            rest = Data(rest.dropFirst(length))
            hash.update(data: bytes)
            let document = try PlainTextReader().part(bytes, firstLine: line)
            line += bytes.count { $0 == 0x0A }
            let part = LongDocument.Part(
                bytes: bytes, chunks: chunker.chunks(of: document), diagnostics: document.diagnostics,
                ledger: ExtractionLedger(document))
            chunks += part.chunks.count
            return part
        }

        /// Behind the last part: makes sure that it was the file whose hash is known, and that something can be found in it.
        private func end() throws -> LongDocument.Part? {
            guard DocumentID(hash.finalize()) == text.id else { throw DocumentError.changed(text.name) }
            guard chunks > 0 else {
                throw DocumentError(
                    .noText, "\(text.name) shows no text to a reader; nothing can be found in it")
            }
            return nil
        }

        /// How many bytes of `bytes` are a part: up to an empty line in its last quarter, or else to a line's end, a space or the
        /// start of a character.
        private static func length(of bytes: Data) -> Int {
            bytes.withUnsafeBytes { bytes in
                let tail = (bytes.count * 3 / 4)..<bytes.count
                var lineEnd: Int?
                for index in tail.reversed() where bytes[index] == 0x0A {
                    lineEnd = lineEnd ?? index + 1
                    let isEmpty = bytes[index - 1] == 0x0A || bytes[index - 1] == 0x0D && bytes[index - 2] == 0x0A
                    if isEmpty { return index + 1 }
                }
                return lineEnd ?? tail.last { bytes[$0].isSpace }.map { $0 + 1 }
                    ?? tail.last { bytes[$0] & 0xC0 != 0x80 } ?? bytes.count
            }
        }
    }
}

/// The bytes of a file, one piece after the other.
private final class FileBytes: Sendable {
    private let descriptor: Int32
    private let name: String

    init(path: String, name: String) throws {
        self.name = name
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw DocumentError.system(errno, reading: name) }
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes; nil at the end.
    func next(_ count: Int) throws -> Data? {
        var bytes = Data(count: count)
        while true {
            let read = bytes.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, count) }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw DocumentError.system(errno, reading: name) }
            return read == 0 ? nil : bytes.prefix(read)
        }
    }
}
