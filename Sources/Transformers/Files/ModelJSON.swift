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

    private init(path: String, value: JSONValue) {
        self.path = path
        self.value = value
    }

    /// An object in this one; nil where it is missing.
    func member(_ key: StaticString) -> ModelJSON? {
        value[key].flatMap { $0.members == nil ? nil : ModelJSON(path: path, value: $0) }
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

    /// A number of an object that may have a fraction, and is not below 0.
    ///
    /// - Throws: `damaged` where it is none, or below 0.
    func float(_ key: StaticString, default: Double) throws -> Double {
        guard let found = value[key] else { return `default` }
        guard let number = found.number, number >= 0, number.isFinite else {
            throw ModelFileError(.damaged, "\(path): “\(key)” is no number from 0 up")
        }
        return number
    }

    /// - Throws: `unsupported` where a text is there and is another.
    func require(_ key: StaticString, _ text: String) throws {
        guard let found = value[key]?.text, found != text else { return }
        throw ModelFileError(.unsupported, "\(path): “\(key)” is “\(found)”, which cannot be run; “\(text)” can")
    }
}
