internal import CKernels
internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Bytes that take long to work out, in a file that all processes map.
///
/// The file appears whole or not at all, and says what it was made from and what its bytes add up to: where one of these has
/// changed, it is as if the file were not there.
struct PreparedFile: Sendable {
    /// What a file was made from, as two hashes of all that matters for the content.
    struct Identity: Sendable {
        fileprivate var hashes: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4)

        /// Takes in a number.
        mutating func combine(_ value: some FixedWidthInteger) {
            let value = UInt64(truncatingIfNeeded: value)
            hashes.0 = (hashes.0 ^ value) &* 0x9E37_79B9_7F4A_7C15
            hashes.0 ^= hashes.0 >> 29
            hashes.1 = (hashes.1 ^ value) &* 0xD6E8_FEB8_6659_FD93
            hashes.1 ^= hashes.1 >> 32
        }

        /// Takes in many numbers.
        mutating func combine<Number: FixedWidthInteger>(_ values: [Number]) {
            combine(values.count)
            values.withUnsafeBytes { bytes in
                combine(bytes.baseAddress.map { ck_checksum($0, Int64(bytes.count)) } ?? 0)
            }
        }
    }

    /// Bytes before the content: a page, so that the content begins on one.
    private static let headerSize = 4096
    /// What a file begins with; the number is that of the layout of all such files.
    private static let magic = Array("bespoke prepared 1\n".utf8)
    /// Seconds after which what another process has begun to write is taken for abandoned.
    private static let patience = 60.0

    private let file: MappedFile

    /// The content.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[Self.headerSize...]) }

    /// Maps a file; nil where it is not there, was made from something else, or is not whole.
    init?(_ url: URL, madeFrom identity: Identity) {
        guard let file = try? MappedFile(contentsOf: url), file.bytes.count > Self.headerSize else {
            return nil
        }
        if let start = file.bytes.baseAddress { ck_request_large_pages(start, Int64(file.bytes.count)) }
        self.file = file
        let header = Self.header(identity, content)
        guard file.bytes.prefix(header.count).elementsEqual(header) else { return nil }
    }

    /// Writes a file in the place of what is there; where that cannot be done, such as on a full disk or in a folder of somebody
    /// else, nothing has changed.
    ///
    /// - Parameter isPrivate: whether nobody else may read it.
    static func write(
        _ content: UnsafeRawBufferPointer, madeFrom identity: Identity, to url: URL, isPrivate: Bool = false
    ) {
        let unfinished = url.path + ".new"
        removeAbandoned(unfinished)
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
        guard descriptor >= 0 else { return }
        var header = header(identity, content)
        header += [UInt8](repeating: 0, count: headerSize - header.count)
        let isWhole = header.withUnsafeBytes { write($0, to: descriptor) } && write(content, to: descriptor)
        close(descriptor)
        guard isWhole, rename(unfinished, url.path) == 0 else {
            unlink(unfinished)
            return
        }
    }

    private static func header(_ identity: Identity, _ content: UnsafeRawBufferPointer) -> [UInt8] {
        let sum = content.baseAddress.map { ck_checksum($0, Int64(content.count)) } ?? 0
        let numbers = [identity.hashes.0, identity.hashes.1, sum]
        return magic + numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
            #if canImport(Glibc)
                let written = Glibc.write(descriptor, start, rest.count)
            #else
                let written = Darwin.write(descriptor, start, rest.count)
            #endif
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    private static func removeAbandoned(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0, time(nil) - status.seconds > Int(patience) else { return }
        unlink(path)
    }
}

extension stat {
    /// Seconds since 1970 of the last change.
    fileprivate var seconds: Int {
        #if canImport(Glibc)
            st_mtim.tv_sec
        #else
            st_mtimespec.tv_sec
        #endif
    }
}
