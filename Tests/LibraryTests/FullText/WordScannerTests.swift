import Library
import TestSupport
import Testing

struct WordScannerTests {
    @Test(
        "Text is divided into folded words",
        arguments: [
            ("", ""), (" … — ! ", ""),
            ("The Quick brown FOX", "the quick brown fox"),
            ("Größe, Straße; ÅNGSTRÖM", "grosse strasse angstrom"),
            ("cafe\u{301} naïve Œuvre ﬁne", "cafe naive oeuvre fine"),
            ("Ελλάς ΕΛΛΑΣ", "ελλασ ελλασ"),
            ("Ёлка ёлка йод", "елка елка йод"),
            ("الكِتَابُ أحمد", "الكتاب احمد"),
            ("हिन्दी में", "हिन्दी में"),
            ("Ｆｕｌｌ　ｗｉｄｔｈ１２", "full width12"),
            ("Einstein's dogs' don't", "einstein dogs don t"),
            ("Einstein’s L’Homme", "einstein l homme"),
            ("state-of-the-art", "state of the art"),
            ("1,000,000 and 1,2 and 12,34", "1000000 and 1 2 and 12 34"),
            ("soft\u{AD}hyphen zero\u{200B}width", "softhyphen zerowidth"),
        ])
    func words(text: String, expected: String) {
        var scanner = WordScanner()
        #expect(scanner.words(of: text, for: .index).text == expected)
    }

    @Test(
        "Identifiers and part numbers are words as a whole and in their parts",
        arguments: [
            ("camelCase", "camelcase camel case"), ("snake_case_name", "snakecasename snake case name"),
            ("HTTPServer", "httpserver http server"), ("__init__", "init"),
            ("v1.2.3.", "v1.2.3 v1 2 3"), ("AB-1234-X", "ab1234x ab 1234 x"), ("pi is 3.14", "pi is 3.14 3 14"),
            ("example.com", "example.com example com"), ("C++, C# and F#", "c++ c c# c and f# f"),
            ("2020-01-05", "20200105 2020 01 05"), ("covid-19", "covid19 covid 19"), ("ABC", "abc"),
        ])
    func identifiers(text: String, expected: String) {
        var scanner = WordScanner()
        #expect(scanner.words(of: text, for: .index).text == expected)
    }

    @Test(
        "Scripts without spaces give pairs, Han characters are words too, other single characters ask as a prefix",
        arguments: [
            ("水", "水", "水"), ("加速度", "加 加速 速 速度 度", "加 加速 速 速度 度"),
            ("用GPU加速", "用 gpu 加 加速 速", "用 gpu 加 加速 速"),
            ("お茶の", "お茶 茶 茶の の", "お茶 茶 茶の"), ("お", "お", "お*"),
            ("カタカナ、かな", "カタ タカ カナ ナ かな な", "カタ タカ カナ かな"),
            ("カ\u{3099}", "ガ", "ガ*"), ("ｶﾞｽ", "ガス ス", "ガス"),
            ("\u{1112}\u{1161}\u{11AB}국", "한국 국", "한국"), ("한국어 책", "한국 국어 어 책", "한국 국어 책*"),
            ("𠮷野家", "𠮷 𠮷野 野 野家 家", "𠮷 𠮷野 野 野家 家"),
        ])
    func pairs(text: String, index: String, query: String) {
        var scanner = WordScanner()
        #expect(scanner.words(of: text, for: .index).text == index)
        #expect(scanner.words(of: text, for: .query).text == query)
    }

    @Test(
        "Thai, Lao, Khmer and Burmese give the words of dictionaries before their pairs",
        arguments: [
            ("ภาษาไทย", "ภาษา ไทย ภา าษ ษา าไ ไท ทย", " ย"),
            ("การเดินทาง", "การ เดิน ทาง กา าร รเ เดิ ดิน นท ทา าง", " ง"),
            ("ประเทศไทย", "ประเทศไทย ปร ระ ะเ เท ทศ ศไ ไท ทย", " ย"),
            // The vowel is spelled in two characters, as in text that is written so.
            ("น้ำดื่ม", "น้\u{E4D}า \u{E4D}าดื่ ดื่ม", " ม"),
            ("ພາສາລາວ", "ພາສາ ລາວ ພາ າສ ສາ າລ ລາ າວ", " ວ"),
            ("ភាសាខ្មែរ", "ភាសាខ្មែរ ភាសា សាខ្ ខ្មែ មែរ", " រ"),
            ("ไทย日本", "ไทย ไท ทย ย日 日 日本 本", ""),
        ])
    func dictionaries(text: String, query: String, more: String) {
        var scanner = WordScanner()
        #expect(scanner.words(of: text, for: .query).text == query)
        #expect(scanner.words(of: text, for: .index).text == query + more)
    }

    @Test(
        "Scripts whose words dictionaries tell end where others begin, and at spaces of no width",
        arguments: [("ใช้GPUเร็ว", "ใช้ gpu เร็ว เร็ ร็ว"), ("ភាសា\u{200B}ខ្មែរ", "ភាសា ខ្មែរ ខ្មែ មែរ")])
    func dictionaryEnds(text: String, expected: String) {
        var scanner = WordScanner()
        #expect(scanner.words(of: text, for: .query).text == expected)
    }

    @Test("Long words are cut between characters, and the count is that of the words")
    func cuts() {
        var scanner = WordScanner()
        let words = scanner.words(
            of: "x" + String(repeating: "é", count: 3) + String(repeating: "ж", count: 80), for: .index)
        #expect(words.text.utf8.count == 64)
        #expect(words.text.allSatisfy { $0 == "x" || $0 == "e" || $0 == "ж" })
        #expect(words.count == 1)
        #expect(scanner.words(of: "a b_c d", for: .index).count == 5)
    }

    @Test("Any text whatever is divided, and twice gives the same")
    func survives() {
        var random = SplitMix64(state: 3)
        var scanner = WordScanner()
        for _ in 0..<300 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<60 {
                let limit: UInt32 = [0x80, 0x400, 0x3100, 0x11_0000][Int(random.next() % 4)]
                if let scalar = Unicode.Scalar(UInt32(random.next() % UInt64(limit))) { scalars.append(scalar) }
            }
            let text = String(scalars)
            let words = scanner.words(of: text, for: .index)
            #expect(words.text.utf8.split(separator: 0x20).count == words.count)
            var fresh = WordScanner()
            #expect(fresh.words(of: text, for: .index) == words)
        }
    }
}
