internal import CLibArchive
internal import Foundation

/// One pass of libarchive over an archive in memory.
final class ArchiveStream {
    /// What stands before a member.
    struct Header {
        var name: String
        var size: Int?
        var isFile: Bool
        var isEncrypted: Bool

        /// Whether the name stays inside the folder that it is relative to.
        var isSafe: Bool {
            !name.isEmpty && !name.hasPrefix("/") && !name.utf8.contains(0)
                && !name.split(separator: "/").contains { $0 == ".." || $0.hasSuffix(":") }
        }
    }

    /// Why the pass cannot go on.
    struct Failure: Error {
        var reason: String
        /// What was read of the member before.
        var partial: Data?

        func documentError(_ file: String) -> DocumentError {
            DocumentError(
                .damaged,
                "\(file) is damaged or cut off and nothing can be read from it (\(reason)); get the file again")
        }
    }

    /// Whether members that are not wanted cost nothing.
    let skipsFreely: Bool
    /// Whether the member was read.
    private(set) var isRead = false
    private let archive: OpaquePointer

    /// Opens an archive, whose memory must stay until ``close()``.
    init(_ bytes: UnsafeRawBufferPointer, layout: Container.Layout, file: String) throws {
        guard let archive = archive_read_new() else {
            throw DocumentError(.limitExceeded, "there is no memory to unpack \(file)")
        }
        self.archive = archive
        skipsFreely = layout == .zip
        switch layout {
        case .zip: archive_read_support_format_zip_seekable(archive)
        case .any:
            archive_read_support_filter_all(archive)
            archive_read_support_format_zip_streamable(archive)
            archive_read_support_format_tar(archive)
            archive_read_support_format_7zip(archive)
        }
        guard archive_read_open_memory(archive, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
            let failure = failure()
            close()
            throw failure
        }
    }

    /// Gives the memory back; nothing may be called afterwards.
    func close() {
        archive_read_free(archive)
    }

    /// The next member, nil at the end.
    func next() throws -> Header? {
        isRead = false
        var entry: OpaquePointer?
        var status = archive_read_next_header(archive, &entry)
        // A damaged header may be followed by sound ones.
        var retries = 0
        while status == ARCHIVE_RETRY, retries < 100 {
            status = archive_read_next_header(archive, &entry)
            retries += 1
        }
        if status == ARCHIVE_EOF { return nil }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw failure() }
        let isRegular = archive_entry_filetype(entry) & 0o170000 == 0o100000
        return Header(
            name: Self.name(of: entry),
            size: archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil,
            isFile: isRegular, isEncrypted: archive_entry_is_data_encrypted(entry) != 0)
    }

    /// The bytes of the member.
    func read(budget: inout UnpackingBudget, _ cancellation: Cancellation) throws -> Data {
        var result = Data()
        do {
            try unpack(budget: &budget, cancellation) { result.append(contentsOf: $0) }
        } catch var failure as Failure {
            failure.partial = result
            throw failure
        }
        return result
    }

    /// Passes over the member where that means to unpack it.
    func skip(budget: inout UnpackingBudget, _ cancellation: Cancellation) throws {
        try unpack(budget: &budget, cancellation) { _ in }
    }

    private func unpack(
        budget: inout UnpackingBudget, _ cancellation: Cancellation, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws {
        isRead = true
        var total = 0
        while true {
            try cancellation.check()
            var block: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            // Unlike archive_read_data, this gives what was read before a wrong checksum.
            let status = archive_read_data_block(archive, &block, &count, &offset)
            if status == ARCHIVE_EOF { return }
            guard status == ARCHIVE_OK else { throw failure() }
            total += count
            try budget.add(count, member: total)
            body(UnsafeRawBufferPointer(start: block, count: block == nil ? 0 : count))
        }
    }

    private func failure() -> Failure {
        Failure(reason: archive_error_string(archive).map { String(cString: $0) } ?? "its format is not known")
    }
}

extension ArchiveStream {
    /// Runs `body` where names are UTF-8 whatever the environment says; else libarchive would put `?` for their letters.
    static func withUTF8Names<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let locale = utf8Locale else { return try body() }
        let previous = uselocale(locale.value)
        defer { uselocale(previous) }
        return try body()
    }

    /// A locale; it is never changed after it was made, so threads may share it.
    private struct SharedLocale: @unchecked Sendable {
        let value: locale_t
    }

    private static let utf8Locale = (newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) ?? newlocale(LC_CTYPE_MASK, "UTF-8", nil))
        .map { SharedLocale(value: $0) }

    /// The name with `/` between folders and nothing before the first.
    private static func name(of entry: OpaquePointer) -> String {
        guard let pointer = archive_entry_pathname(entry) else { return "" }
        let bytes = Data(bytes: pointer, count: strlen(pointer))
        let name =
            String(validating: bytes, as: UTF8.self)
            ?? String(decoding: TextDecoder().decode(bytes).bytes, as: UTF8.self)
        let normal = name.replacing("\\", with: "/")
        return normal.hasPrefix("./") ? String(normal.dropFirst(2)) : normal
    }
}
