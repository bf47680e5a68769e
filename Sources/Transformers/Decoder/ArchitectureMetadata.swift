/// The metadata that a GGUF file keeps under the name of its architecture.
struct ArchitectureMetadata {
    let file: GGUFFile
    let architecture: DecoderArchitecture

    /// - Throws: `unsupported` for an architecture that is not known.
    init(_ file: GGUFFile) throws {
        self.file = file
        let name = file.string("general.architecture") ?? "unknown"
        guard let architecture = DecoderArchitecture(rawValue: name) else {
            let known = DecoderArchitecture.allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelFileError(
                .unsupported, "\(file.path): models of the architecture “\(name)” cannot be run; \(known) can")
        }
        self.architecture = architecture
    }

    /// A whole number.
    ///
    /// - Throws: `damaged` where it is missing without a default, or out of range.
    func number(_ key: String, _ range: ClosedRange<Int>, default fallback: Int? = nil) throws -> Int {
        try file.integer(name(key), range, default: fallback)
    }

    /// A number that may have a fraction, and is not below 0.
    ///
    /// - Throws: `damaged` where it is below 0 or no finite number.
    func float(_ key: String, default fallback: Double) throws -> Float {
        let value = Float(file.float(name(key)) ?? fallback)
        guard value >= 0, value.isFinite else {
            throw ModelFileError(.damaged, "\(file.path): “\(name(key))” is \(value)")
        }
        return value
    }

    /// A text.
    func string(_ key: String) -> String? { file.string(name(key)) }

    private func name(_ key: String) -> String { architecture.rawValue + "." + key }
}
