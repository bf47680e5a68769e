internal import ArgumentParser
internal import Foundation
internal import Inference

/// `models add PATH`
struct ModelsAddCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a model from this machine: a GGUF file, or a folder with safetensors.")

    @Argument(help: "The file or folder.", completion: .file())
    var path: String

    @Option(help: ArgumentHelp("What to call it. (default: the file's name)", valueName: "name"))
    var name: String?

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let models = try global.workspace().models
        let model = try await models.add(URL(filePath: path), name: name)
        if console.isJSON { try console.json(["added": model.name]) }
        try console.note("Added \(model.name) (\(Quantity.bytes(model.bytes))).")
        if models.isBaseModel(model) {
            try console.note(
                "It is a base model: it goes on with texts and was not made to answer. “bespoke predict” shows what it does."
            )
        }
        return .done
    }
}
