internal import Documents
internal import Foundation

/// The programs that read PDF files and images for us.
enum ReadingTools {
    /// Whether they are there, and their versions.
    static func checks() async -> [Check] {
        [
            await check(
                "pdftotext", "-v", without: "PDF files cannot be read",
                remedy: "apt-get install poppler-utils, or brew install poppler"),
            await check(
                "qpdf", "--version", without: "pages are numbered from 1, whatever is printed on them",
                remedy: "apt-get install qpdf, or brew install qpdf"),
            await check(
                "tesseract", "--version", without: "images and scanned pages cannot be read",
                remedy: "apt-get install tesseract-ocr, or brew install tesseract"),
            await isolation(),
        ]
    }

    /// Whether the programs are kept from the network while they read a file.
    private static func isolation() async -> Check {
        let isPossible = await ToolIsolation.isPossible
        return Check(
            name: "isolation", state: .fine,
            detail: isPossible
                ? "these programs run without the network" : "this system lets these programs reach the network")
    }

    private static func check(_ program: String, _ argument: String, without: String, remedy: String) async -> Check {
        guard let version = await version(program, argument) else {
            return Check(name: program, state: .missing, detail: "not found; \(without)", remedy: remedy)
        }
        return Check(name: program, state: .fine, detail: version)
    }

    /// What follows the program's name in the first line that it prints, on standard output or standard error.
    private static func version(_ program: String, _ argument: String) async -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program, argument]
        let output = Pipe()
        process.standardError = output
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        let status: Int32? = await withCheckedContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(returning: nil) }
        }
        guard status == 0, let data = try? output.fileHandleForReading.readToEnd() else { return nil }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        guard line.hasPrefix(program + " ") else { return nil }
        let rest = line.dropFirst(program.count + 1)
        return String(rest.hasPrefix("version ") ? rest.dropFirst("version ".count) : rest)
    }
}
