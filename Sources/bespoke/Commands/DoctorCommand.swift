internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Library

/// `doctor`
struct DoctorCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at what Bespoke runs on, and say what is missing and how to get it.",
        discussion: "Ends with 1 where something that it needs is missing.")

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let checks =
            [
                Check(name: "program", state: .fine, detail: "bespoke \(Program.version), \(Machine.system)"),
                Check(name: "processor", state: .fine, detail: Machine.processor),
                await libraryFile(workspace),
                LinkedLibraries.sqlite,
                LinkedLibraries.libxml2,
                await PDFTools.check(),
            ] + (try models(workspace))
        if console.isJSON {
            try console.json(DoctorReport(checks: checks))
        } else {
            let width = checks.map { DisplayWidth.of($0.name) }.max() ?? 0
            for check in checks {
                let padding = String(repeating: " ", count: width - DisplayWidth.of(check.name))
                try console.output.write("\(check.state.mark)  ", as: check.state.style)
                try console.paragraph("\(check.name)\(padding)  \(check.detail)", indent: width + 8)
                if let remedy = check.remedy {
                    try console.paragraph(String(repeating: " ", count: width + 8) + remedy, indent: width + 8)
                }
            }
        }
        return checks.contains { $0.state == .missing } ? .failed : .done
    }

    private func libraryFile(_ workspace: Workspace) async -> Check {
        let path = workspace.libraryFile.path
        guard FileManager.default.fileExists(atPath: path) else {
            return Check(name: "library", state: .fine, detail: "\(path) (made by the first “bespoke create”)")
        }
        do {
            let counts = try await workspace.library().statistics()
            return Check(
                name: "library", state: .fine,
                detail: "\(path), \(Quantity.bytes(counts.bytes)), schema \(counts.schemaVersion), "
                    + "\(Quantity.count(counts.profiles, "profile")), \(Quantity.count(counts.documents, "document")), "
                    + Quantity.count(counts.chunks, "chunk"))
        } catch {
            return Check(name: "library", state: .missing, detail: "\(error)")
        }
    }

    /// The default pair, without which nothing can be asked.
    private func models(_ workspace: Workspace) throws -> [Check] {
        let installed = try workspace.models.installed()
        return ModelCatalogue.standard.defaults.map { model in
            let remedy = "bespoke models pull \(model.name) (\(Quantity.bytes(model.bytes)))"
            guard let found = installed.first(where: { $0.name == model.name }) else {
                return Check(name: "model", state: .missing, detail: "\(model.name) is not there", remedy: remedy)
            }
            if let damage = found.damage {
                return Check(
                    name: "model", state: .missing, detail: "\(model.name) is damaged: \(damage)", remedy: remedy)
            }
            return Check(name: "model", state: .fine, detail: "\(model.name), \(Quantity.bytes(found.bytes))")
        }
    }
}
