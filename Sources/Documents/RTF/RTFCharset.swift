/// The encodings that RTF names by the numbers of code pages and of charsets of fonts.
enum RTFCharset {
    /// The encoding of a code page of Windows, nil for UTF-8 and unknown ones.
    static func encoding(codePage: Int) -> LegacyEncoding? {
        switch codePage {
        case 932: .shiftJIS
        case 936: .gb18030
        case 949: .eucKR
        case 950: .big5
        default: LegacyEncoding(label: "windows-\(codePage)")
        }
    }

    /// The code page of a font's charset, nil where it is the document's own.
    static func codePage(charset: Int) -> Int? {
        [
            128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
            204: 1251, 222: 874, 238: 1250,
        ][charset]
    }
}
