internal import Foundation

/// What commands write with: results to standard output, everything else to standard error.
struct Console: Sendable {
    /// Standard output.
    let output: Channel
    /// Standard error.
    let diagnostics: Channel
    /// Whether results are JSON.
    let isJSON: Bool
    /// Whether notes and progress are left out.
    let isQuiet: Bool

    init(isJSON: Bool, isQuiet: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        output = Channel(descriptor: 1, environment: environment)
        diagnostics = Channel(descriptor: 2, environment: environment)
        self.isJSON = isJSON
        self.isQuiet = isQuiet
    }

    /// Writes a line of the result.
    func line(_ text: String = "", as style: Style = .plain) throws {
        try output.write(text + "\n", as: style)
    }

    /// Writes a paragraph of the result, broken into lines, each after the first indented.
    ///
    /// - Parameter column: columns that its first line already holds.
    func paragraph(_ text: String, indent: Int = 0, column: Int = 0, as style: Style = .plain) throws {
        var wrapper = LineWrapper(width: output.width, indent: indent, column: column)
        try output.write(wrapper.push(text) + wrapper.finish() + "\n", as: style)
    }

    /// Writes the result as JSON.
    func json(_ value: some Encodable) throws {
        try output.writeBytes(JSONText.of(value) + "\n")
    }

    /// Writes a note that the result does not need: nothing with `--quiet` or `--json`.
    func note(_ text: String) throws {
        guard !isQuiet, !isJSON else { return }
        try explain(text)
    }

    /// Writes a line to standard error.
    func explain(_ text: String, as style: Style = .plain) throws {
        var wrapper = LineWrapper(width: diagnostics.width, indent: 0)
        try diagnostics.write(wrapper.push(text) + wrapper.finish() + "\n", as: style)
    }

    /// Writes a warning.
    func warn(_ text: String) throws {
        try explain("bespoke: \(text)", as: .yellow)
    }
}
