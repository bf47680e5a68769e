/// Counts what is unpacked of one archive and stops at its limits.
struct UnpackingBudget {
    let limits: ContainerLimits
    let packedBytes: Int
    let file: String
    private var total = 0

    init(limits: ContainerLimits, packedBytes: Int, file: String) {
        self.limits = limits
        self.packedBytes = packedBytes
        self.file = file
    }

    /// Counts `count` more bytes of a member that has `member` of them now.
    ///
    /// - Throws: ``DocumentError`` with the code `limitExceeded`.
    mutating func add(_ count: Int, member: Int) throws {
        total += count
        if member > limits.memberBytes { throw failure("one of its members unpacks to", limits.memberBytes) }
        if total > limits.totalBytes { throw failure("its members unpack to", limits.totalBytes) }
        if total > limits.ratioFreeBytes, total / limits.ratio > packedBytes {
            throw DocumentError(
                .limitExceeded,
                "\(file) unpacks to more than \(limits.ratio) times its size; nothing but an attack packs so tightly")
        }
    }

    private func failure(_ what: String, _ limit: Int) -> DocumentError {
        DocumentError(
            .limitExceeded,
            "\(file) is too large: \(what) more than \(limit / 1_048_576) MiB; divide it into smaller files")
    }
}
