internal import Foundation

/// The program that reads PDF files for us.
enum PDFTools {
    /// Whether `pdftotext` is there, and its version.
    static func check() async -> Check {
        guard let version = await version() else {
            return Check(
                name: "pdftotext", state: .missing, detail: "not found; PDF files cannot be read",
                remedy: "apt-get install poppler-utils, or brew install poppler")
        }
        return Check(name: "pdftotext", state: .fine, detail: version)
    }

    /// The first line of `pdftotext -v`, which it writes to standard error.
    private static func version() async -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pdftotext", "-v"]
        let diagnostics = Pipe()
        process.standardError = diagnostics
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let status: Int32? = await withCheckedContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(returning: nil) }
        }
        guard status == 0, let data = try? diagnostics.fileHandleForReading.readToEnd() else { return nil }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        return line.hasPrefix("pdftotext version ") ? String(line.dropFirst("pdftotext version ".count)) : nil
    }
}
