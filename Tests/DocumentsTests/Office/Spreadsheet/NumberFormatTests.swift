import Documents
import Testing

/// What Excel 365 shows in a wide column, by the documentation of its format codes.
@Suite("Number formats") struct NumberFormatTests {
    @Test(
        "Numbers are shown by their format",
        arguments: [
            (1234.5, "General", "1234.5"), (0.1 + 0.2, "General", "0.3"), (1.0 / 3, "General", "0.333333333"),
            (1e20, "General", "1E+20"), (-2, "General", "-2"), (0, "General", "0"),
            (123_456_789_012, "General", "123456789012"),
            (1234.567, "0", "1235"), (1234.567, "0.00", "1234.57"), (1234.5, "#,##0", "1,235"),
            (1_234_567.891, "#,##0.00", "1,234,567.89"), (0.5, "#,##0", "1"), (0, "#,##0", "0"), (0, "#.##", "."),
            (2.5, "0", "3"), (0.125, "0.00", "0.13"), (1.005, "0.00", "1.01"), (999.995, "#,##0.00", "1,000.00"),
            (0.256, "0%", "26%"), (0.256, "0.0%", "25.6%"), (12, "0.00%", "1200.00%"),
            (1234, "0.00E+00", "1.23E+03"), (0.00012, "0.0E+0", "1.2E-4"), (12345, "##0.0E+0", "12.3E+3"),
            (9.999, "0.00E+00", "1.00E+01"), (0, "0.00E+00", "0.00E+00"),
            (1234.5, "#,##0.00 \"€\"", "1,234.50 €"), (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
            (-1234.5, "$#,##0.00", "-$1,234.50"), (-5, "#,##0_);(#,##0)", "(5)"), (-5, "0;[Red]-0", "-5"),
            (0, "0;-0;\"none\"", "none"), (5, "0;-0;;@", "5"), (0, "0;-0;;@", ""), (5, ";;;", ""),
            (-0.001, "0.00", "0.00"),
            (5_550_123, "000-0000", "555-0123"), (7, "00000", "00007"), (1_500_000, "0.0,,\"M\"", "1.5M"),
            (1_234_000, "#,##0,", "1,234"), (0.75, ".00", ".75"), (12.75, ".00", "12.75"), (5, "0.0?", "5.0"),
            (150, "[>=100]\"high\";\"low\"", "high"), (50, "[>=100]\"high\";\"low\"", "low"), (5, "\"n\"", "n"),
            (0.5, "# ?/?", "0.5"), (3, "\\#0", "#3"), (3, "General\" kg\"", "3 kg"), (42, "", "42"),
        ] as [(Double, String, String)])
    func numbers(value: Double, code: String, expected: String) {
        #expect(NumberFormat(code).text(value) == expected)
    }

    @Test(
        "Dates and times are shown by their format",
        arguments: [
            (45366, "yyyy-mm-dd", "2024-03-15"), (45366.75, "yyyy\\-mm\\-dd h:mm", "2024-03-15 18:00"),
            (45366, "d-mmm-yy", "15-Mar-24"), (45366, "dddd, mmmm d, yyyy", "Friday, March 15, 2024"),
            (45366, "ddd", "Fri"), (45366, "[$-409]mmm-yy;@", "Mar-24"), (45366, "dd.mm.yyyy", "15.03.2024"),
            (45366, "yyyy\"年\"m\"月\"d\"日\"", "2024年3月15日"), (45366, "m/d/yyyy", "3/15/2024"),
            (0.5208333, "h:mm AM/PM", "12:30 PM"), (0, "h:mm AM/PM", "12:00 AM"), (0.75, "hh:mm:ss", "18:00:00"),
            (1.5, "[h]:mm", "36:00"), (0.0423, "mm:ss", "00:55"), (0.00001, "ss.000", "00.864"),
            (0.999999, "h:mm:ss", "0:00:00"), (1, "yyyy-mm-dd", "1900-01-01"), (59, "yyyy-mm-dd", "1900-02-28"),
            (60, "yyyy-mm-dd", "1900-02-29"), (61, "yyyy-mm-dd", "1900-03-01"), (0, "yyyy-mm-dd", "1900-01-00"),
            (2_958_465, "yyyy-mm-dd", "9999-12-31"), (2_958_466, "yyyy-mm-dd", "2958466"), (-1, "yyyy-mm-dd", "-1"),
        ] as [(Double, String, String)])
    func dates(value: Double, code: String, expected: String) {
        #expect(NumberFormat(code).text(value) == expected)
    }

    @Test("Dates can count from 1904") func epoch() {
        #expect(NumberFormat("yyyy-mm-dd").text(0, epoch: .from1904) == "1904-01-01")
        #expect(NumberFormat("yyyy-mm-dd").text(43904, epoch: .from1904) == "2024-03-15")
        #expect(NumberFormat("yyyy-mm-dd").text(2_957_500, epoch: .from1904) == "2957500")
    }

    @Test("No format and no number is a crash", .timeLimit(.minutes(1))) func random() {
        let pieces = [
            "0", "#", "?", ".", ",", "%", "E+", "E-", "/", "@", "General", "y", "yyyy", "m", "mm", "mmmmm", "d", "h",
            "s",
            "ss.000", "AM/PM", "A/P", "[h]", "[", "]", "[>", "[>=1]", "[$€-407]", "\"", "\\", "_", "*", ";", "-", "(",
            " ",
            "上午/下午", "漢", "e", "b", "[mmmmmmmmmmmmmmmmmmmmmmmmmmm]", "0000000000000000000000000000000000", "g", "aaaa",
            "!",
        ]
        let values: [Double] = [
            0, -0.0, 1, -1, 0.5, 1e-300, 1e308, -1e308, 9.99999e99, 60, 45366.999999999, 2_958_465.99999999, .infinity,
            .nan, 1e15, -0.4, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
        ]
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...9, using: &generator)
            let code = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let value = values.randomElement(using: &generator) ?? 0
            let text = NumberFormat(code).text(value, epoch: count % 2 == 0 ? .from1900 : .from1904)
            #expect(text.utf8.count < 4_000)
        }
        let long = NumberFormat(String(repeating: "0#,.%E+[", count: 100_000))
        #expect(long.text(1234.5).utf8.count < 10_000)
    }
}
