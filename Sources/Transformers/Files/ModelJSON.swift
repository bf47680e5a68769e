internal import Foundation

/// A JSON file of a model folder, such as `config.json`.
struct ModelJSON {
    let path: String
    let value: JSONValue

    /// - Throws: `unreadable`, or `damaged` where it is not JSON.
    init(contentsOf url: URL) throws {
        guard let data = try? Data(contentsOf: url) else {
            throw ModelFileError(.unreadable, "\(url.path) cannot be read; fetch the model again")
        }
        path = url.path
        do {
            value = try JSONReader.value(of: data)
        } catch let error as ModelFileError {
            throw ModelFileError(error.code, "\(url.path): \(error.message); fetch the model again")
        }
    }

    /// A whole number of an object.
    ///
    /// - Throws: `damaged` where it is outside `range`, or missing and there is no `default`.
    func integer(_ key: StaticString, _ range: ClosedRange<Int>, default: Int? = nil) throws -> Int {
        if value[key] == nil, let `default` { return `default` }
        guard let integer = value[key]?.integer, range.contains(integer) else {
            let found = value[key].map { $0.integer.map(String.init) ?? "no whole number" } ?? "missing"
            throw ModelFileError(
                .damaged, "\(path): “\(key)” is \(found), but must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    /// - Throws: `unsupported` where a text is there and is another.
    func require(_ key: StaticString, _ text: String) throws {
        guard let found = value[key]?.text, found != text else { return }
        throw ModelFileError(.unsupported, "\(path): “\(key)” is “\(found)”, which cannot be run; “\(text)” can")
    }
}
