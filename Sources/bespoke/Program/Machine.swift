internal import CKernels
internal import Foundation

/// The machine that the program runs on.
enum Machine {
    /// For instance "Linux 6.1.0, x86_64".
    static var system: String {
        var name = utsname()
        guard uname(&name) == 0 else { return ProcessInfo.processInfo.operatingSystemVersionString }
        return "\(text(of: name.sysname)) \(text(of: name.release)), \(text(of: name.machine))"
    }

    /// For instance "8 cores, AVX2, AVX512".
    static var processor: String {
        let features = ck_cpu_features()
        let names = (0..<32).compactMap { bit -> String? in
            guard features & (1 << bit) != 0, let name = ck_feature_name(1 << bit) else { return nil }
            return String(cString: name)
        }
        let cores = Quantity.count(ProcessInfo.processInfo.activeProcessorCount, "core")
        return "\(cores), \(names.isEmpty ? "no vector instructions that kernels use" : names.joined(separator: ", "))"
    }

    private static func text(of field: some Any) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
