internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Library

/// `doctor`
struct DoctorCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at what Bespoke runs on, and say what is missing and how to get it.",
        discussion: """
            Reads every byte of the models and compares them with their SHA-256. Ends with 1 where something that it \
            needs is missing or damaged.
            """)

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
            ] + (await ReadingTools.checks()) + (try await models(workspace)) + (await engines(workspace))
        if console.isJSON {
            try console.json(DoctorReport(checks: checks))
        } else {
            let width = checks.map { DisplayWidth.of($0.name) }.max() ?? 0
            for check in checks {
                let padding = String(repeating: " ", count: width - DisplayWidth.of(check.name))
                try console.output.write("\(check.state.mark)  ", as: check.state.style)
                let indent = width + 11
                try console.paragraph("\(check.name)\(padding)  \(check.detail)", indent: indent, column: 9)
                if let remedy = check.remedy {
                    try console.paragraph(String(repeating: " ", count: indent) + remedy, indent: indent)
                }
            }
        }
        return checks.contains { $0.state != .fine } ? .failed : .done
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
        } catch let error as LibraryError where error.code == .damaged {
            return Check(name: "library", state: .damaged, detail: error.message)
        } catch {
            return Check(name: "library", state: .failed, detail: "\(error)")
        }
    }

    /// The default pair, without which nothing can be asked, and what else is there.
    private func models(_ workspace: Workspace) async throws -> [Check] {
        let installed = try workspace.models.installed()
        let defaults = ModelCatalogue.standard.defaults
        var checks: [Check] = []
        for model in defaults where !installed.contains(where: { $0.name == model.name }) {
            checks.append(
                Check(name: "model", state: .missing, detail: "\(model.name) is not there", remedy: Self.pull(model)))
        }
        for model in installed {
            let known = ModelCatalogue.standard.models.first { $0.name == model.name }
            let damage: String?
            do {
                damage = try await workspace.models.damage(of: model)
            } catch let error as InferenceError {
                damage = error.message
            }
            guard let damage else {
                let detail = "\(model.name), \(Quantity.bytes(model.bytes))"
                checks.append(Check(name: "model", state: .fine, detail: detail))
                continue
            }
            let remedy = known.map(Self.pull) ?? "bespoke models remove \(model.name), then add it again"
            checks.append(
                Check(
                    name: "model", state: .damaged, detail: "\(model.name) is damaged: \(damage)", remedy: remedy))
        }
        return checks
    }

    private static func pull(_ model: ModelDescription) -> String {
        "bespoke models pull \(model.name) (\(Quantity.bytes(model.bytes)))"
    }

    /// The engines that profiles name and that cannot be asked; what is wrong with the library is told by its own check.
    private func engines(_ workspace: Workspace) async -> [Check] {
        guard FileManager.default.fileExists(atPath: workspace.libraryFile.path),
            let profiles = try? await workspace.library().profiles()
        else { return [] }
        return profiles.compactMap { profile in
            guard let obstacle = EngineSetting.obstacle(of: profile.engine, in: workspace.models) else { return nil }
            return Check(
                name: "engine", state: .missing, detail: "the profile “\(profile.name)” cannot be asked: \(obstacle)",
                remedy: "or: bespoke edit \"\(profile.name)\" --engine default")
        }
    }
}
