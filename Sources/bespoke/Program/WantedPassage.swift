/// The value of `--why-not`: a file of the profile, or a page of it.
struct WantedPassage {
    /// The file's name in the profile.
    let file: String
    /// The page or slide.
    let page: Int?

    /// Reads `file` or `file#page`; a file may have `#` in its name.
    init(_ text: String, in files: [String]) throws {
        if files.contains(text) {
            (file, page) = (text, nil)
            return
        }
        guard let mark = text.lastIndex(of: "#") else {
            (file, page) = (text, nil)
            return
        }
        guard let number = Int(text[text.index(after: mark)...]), number > 0 else {
            throw Failure(
                "--why-not is “\(text)”, and must be a file, or a file, # and a page such as report.pdf#12",
                code: .wrongUsage)
        }
        (file, page) = (String(text[..<mark]), number)
    }
}
