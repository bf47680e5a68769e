package import Foundation

/// Turns the bytes of a text file into UTF-8 with plain line ends, whatever encoding they are in.
///
/// A byte-order mark decides; then well-formed UTF-8; then the encoding the document states; then a guess from the
/// bytes, which is reported as an `encoding` diagnostic. No byte sequence makes it fail.
package struct TextDecoder: Sendable {
    package init() {}

    /// Decodes `bytes`.
    ///
    /// - Parameter stated: the encoding that the document names for itself, such as an HTML page's `charset`.
    package func decode(_ bytes: Data, stated: LegacyEncoding? = nil) -> SourceText {
        if let mark = ByteOrderMark(bytes) { return decodeMarked(bytes, mark) }
        let wide = bytes.withUnsafeBytes { WideEncoding.guess($0.bindMemory(to: UInt8.self)) }
        if let wide {
            let text = wide.decode(bytes[...])
            let notes = [note("read as \(wide.name), which its bytes suggest")]
            return finish(text.bytes, encoding: wide.name, notes: notes + replacementNotes(text, wide.name))
        }
        let survey = bytes.withUnsafeBytes { ByteSurvey($0.bindMemory(to: UInt8.self)) }
        if survey.controls > 0, let shifted = decodeShifted(bytes) { return shifted }
        if survey.strays == 0 { return finish([UInt8](bytes), encoding: "UTF-8", notes: [], survey: survey) }
        if let stated, let text = stated.decode([UInt8](bytes)) {
            return finish(text.bytes, encoding: stated.name, notes: replacementNotes(text, stated.name))
        }
        if survey.sequences >= 4 * survey.strays || (survey.strays <= 3 && survey.sequences > survey.strays) {
            return mend(bytes, survey)
        }
        return guess(bytes)
    }

    private func decodeMarked(_ bytes: Data, _ mark: ByteOrderMark) -> SourceText {
        let rest = bytes.dropFirst(mark.length)
        guard let wide = mark.encoding else {
            let survey = rest.withUnsafeBytes { ByteSurvey($0.bindMemory(to: UInt8.self)) }
            return survey.strays == 0
                ? finish([UInt8](rest), encoding: "UTF-8", notes: [], survey: survey) : mend(rest, survey)
        }
        let text = wide.decode(rest)
        return finish(text.bytes, encoding: wide.name, notes: replacementNotes(text, wide.name))
    }

    /// UTF-8 with a few stray bytes: those are read as Windows-1252, where most of them come from.
    private func mend(_ bytes: Data, _ survey: ByteSurvey) -> SourceText {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + 64)
        bytes.withUnsafeBytes { raw in
            let buffer = raw.bindMemory(to: UInt8.self)
            var index = 0
            while index < buffer.count {
                let length = ByteSurvey.sequenceLength(buffer, at: index)
                if length == 0 {
                    text.append(contentsOf: Windows1252.utf8[Int(buffer[index])])
                    index += 1
                } else {
                    text.append(contentsOf: buffer[index..<index + length])
                    index += length
                }
            }
        }
        let count = survey.strays == 1 ? "1 byte is" : "\(survey.strays) bytes are"
        return finish(text, encoding: "UTF-8", notes: [note("\(count) not UTF-8 and read as Windows-1252")])
    }

    /// ISO-2022-JP, whose bytes are all ASCII; nil for what is not in it.
    private func decodeShifted(_ bytes: Data) -> SourceText? {
        guard let unshifted = ISO2022Japanese.eucJP([UInt8](bytes)), let text = LegacyEncoding.eucJP.decode(unshifted)
        else { return nil }
        let name = ISO2022Japanese.name
        let notes = [note("read as \(name), which its escape sequences suggest")]
        return finish(text.bytes, encoding: name, notes: notes + replacementNotes(text, name))
    }

    private func guess(_ bytes: Data) -> SourceText {
        let array = [UInt8](bytes)
        let encoding = EncodingGuess.encoding(of: array)
        guard let text = encoding.decode(array) else {
            let latin = LegacyEncoding.windows1252
            let decoded = array.flatMap { Windows1252.utf8[Int($0)] }
            return finish(decoded, encoding: latin.name, notes: [note("not UTF-8; read as \(latin.name)")])
        }
        let notes = [note("not UTF-8; read as \(encoding.name), which its bytes suggest")]
        return finish(text.bytes, encoding: encoding.name, notes: notes + replacementNotes(text, encoding.name))
    }

    private func replacementNotes(_ text: LegacyEncoding.Decoded, _ name: String) -> [Diagnostic] {
        guard text.replaced > 0 else { return [] }
        let count = text.replaced == 1 ? "1 byte sequence is" : "\(text.replaced) byte sequences are"
        return [note("\(count) not \(name) and shown as \u{FFFD}")]
    }

    /// Makes line ends plain and takes control characters out.
    private func finish(
        _ text: [UInt8], encoding: String, notes: [Diagnostic], survey known: ByteSurvey? = nil
    ) -> SourceText {
        let (text, tags) = InvisibleTags.removed(from: text)
        var notes = notes
        if let hidden = InvisibleTags.diagnostic(tags) { notes.append(hidden) }
        let survey = known ?? text.withUnsafeBufferPointer { ByteSurvey($0) }
        guard survey.controls > 0 || survey.hasCarriageReturns else {
            return SourceText(bytes: text, encoding: encoding, diagnostics: notes)
        }
        let (clean, dropped) = ControlCharacters.cleaned(text)
        if dropped > 0 {
            let count = dropped == 1 ? "1 control character is" : "\(dropped) control characters are"
            notes.append(note("\(count) left out"))
        }
        return SourceText(bytes: clean, encoding: encoding, diagnostics: notes)
    }

    private func note(_ message: String) -> Diagnostic {
        Diagnostic(severity: .warning, code: "encoding", message: message)
    }
}
