/// The languages of tesseract, chosen by the script of a page.
package enum RecognitionLanguages {
    /// Files of tesseract that are no languages.
    private static let others: Set<String> = ["osd", "equ", "snum"]
    /// Languages of one script that are tried together; each makes the recognition slower.
    private static let most = 4

    /// tesseract's names for languages of a script, the most widely read first. Scripts are as its detection names them.
    private static let byScript: [String: [String]] = [
        "Latin": [
            "eng", "deu", "fra", "spa", "por", "ita", "nld", "pol", "tur", "vie", "ind", "ces", "swe", "ron", "hun",
            "dan", "fin", "nor", "slk", "hrv", "slv", "cat", "est", "lav", "lit",
        ],
        "Fraktur": ["frk", "deu_latf", "deu", "eng"],
        "Cyrillic": ["rus", "ukr", "bul", "srp", "bel", "mkd", "kaz"],
        "Han": ["chi_sim", "chi_tra", "jpn"],
        "HanS": ["chi_sim"],
        "HanT": ["chi_tra"],
        "Japanese": ["jpn"],
        "Hiragana": ["jpn"],
        "Katakana": ["jpn"],
        "Korean": ["kor"],
        "Hangul": ["kor"],
        "Arabic": ["ara", "fas", "urd"],
        "Hebrew": ["heb", "yid"],
        "Greek": ["ell", "grc"],
        "Thai": ["tha"],
        "Devanagari": ["hin", "mar", "nep", "san"],
        "Bengali": ["ben", "asm"],
        "Tamil": ["tam"],
        "Telugu": ["tel"],
        "Kannada": ["kan"],
        "Malayalam": ["mal"],
        "Gujarati": ["guj"],
        "Gurmukhi": ["pan"],
        "Sinhala": ["sin"],
        "Khmer": ["khm"],
        "Lao": ["lao"],
        "Myanmar": ["mya"],
        "Tibetan": ["bod"],
        "Georgian": ["kat"],
        "Armenian": ["hye"],
        "Ethiopic": ["amh", "tir"],
    ]

    /// The languages that `tesseract --list-langs` names.
    package static func installed(_ listing: String) -> [String] {
        listing.split(separator: "\n").dropFirst().map(String.init).filter {
            !others.contains($0) && !$0.hasPrefix("script/") && !$0.isEmpty
        }
    }

    /// Those of `installed` that read a script; empty where none does.
    package static func reading(_ script: String, of installed: [String]) -> [String] {
        Array((byScript[script] ?? []).filter(installed.contains).prefix(most))
    }

    /// What Debian calls the package of a script's first language.
    package static func package(for script: String) -> String? {
        byScript[script]?.first.map { "tesseract-ocr-" + $0.replacing("_", with: "-") }
    }
}
