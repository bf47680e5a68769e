internal import Foundation

/// The safetensors files of a model folder: `model.safetensors`, or the parts that `model.safetensors.index.json` lists.
struct SafetensorsFolder: TensorSource {
    private let path: String
    private let files: [SafetensorsFile]
    /// Which of the files has a tensor.
    private let places: [String: Int]

    /// The name of the list of parts.
    static let indexName = "model.safetensors.index.json"
    /// More parts than this belong to no model.
    private static let maximumFiles = 1000

    /// - Throws: a ``ModelFileError``: `unreadable`, `notAModel`, or `damaged` with the file and the reason. Nothing outside the
    ///   folder is opened, whatever the list says.
    init(contentsOf folder: URL) throws {
        path = folder.path
        let index = folder.appending(path: Self.indexName)
        guard FileManager.default.fileExists(atPath: index.path) else {
            let file = try SafetensorsFile(contentsOf: folder.appending(path: "model.safetensors"))
            files = [file]
            places = Dictionary(uniqueKeysWithValues: file.names.map { ($0, 0) })
            return
        }
        let partNames = try Self.partNames(index)
        let names = Set(partNames.values).sorted()
        guard names.count <= Self.maximumFiles else {
            throw ModelFileError(.damaged, "\(index.path) lists \(names.count) files; fetch the model again")
        }
        let files = try names.map { name in
            guard let url = ModelFolder.entry(name, of: folder) else {
                throw ModelFileError(.damaged, "\(index.path) names the file “\(name)”, which is none of its folder")
            }
            return try SafetensorsFile(contentsOf: url)
        }
        let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        places = partNames.compactMapValues { numbers[$0] }
        self.files = files
    }

    /// The file of each tensor.
    private static func partNames(_ index: URL) throws -> [String: String] {
        guard let members = try ModelJSON(contentsOf: index).value["weight_map"]?.members, !members.isEmpty else {
            throw ModelFileError(
                .damaged, "\(index.path) does not say which file has which tensor; fetch the model again")
        }
        let names = members.map { (String(decoding: $0.key, as: UTF8.self), $0.value.text ?? "") }
        return Dictionary(names, uniquingKeysWith: { $1 })
    }

    func hasTensor(_ name: String) -> Bool { places[name].map { files[$0].hasTensor(name) } ?? false }

    func tensor(_ name: String, shape: [Int]) throws -> WeightTensor {
        guard let place = places[name] else {
            throw ModelFileError(
                .damaged, "\(path) has no tensor “\(name)”; it is not the model that its config.json says")
        }
        return try files[place].tensor(name, shape: shape)
    }

    var parameterCount: Int { files.reduce(0) { $0 + $1.parameterCount } }

    func releasePages() {
        for file in files { file.releasePages() }
    }
}
