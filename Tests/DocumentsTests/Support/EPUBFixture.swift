import Foundation

/// Makes small books.
enum EPUBFixture {
    /// A book called "A book".
    ///
    /// - Parameters:
    ///   - chapters: the name, what is in the body, and the attributes in the spine of each; `MISSING` has no file.
    ///   - nav: the page of contents, which also stands first in the spine.
    ///   - ncx: the contents of EPUB 2.
    ///   - parts: further parts by their full name.
    static func make(
        _ chapters: [(name: String, body: String, attributes: String)], nav: String? = nil, ncx: String? = nil,
        parts: [(name: String, text: String)] = []
    ) -> Data {
        var members: [(name: String, text: String)] = [
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>"
            ),
        ]
        var manifest = ""
        var spine = ""
        if let nav {
            manifest += "<item id='nav' href='nav.xhtml' properties='nav'/>"
            spine += "<itemref idref='nav'/>"
            members.append(("OEBPS/nav.xhtml", nav))
        }
        if let ncx {
            manifest += "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>"
            members.append(("OEBPS/toc.ncx", ncx))
        }
        for (index, chapter) in chapters.enumerated() {
            manifest += "<item id='i\(index)' href='\(chapter.name.replacing(" ", with: "%20"))'/>"
            spine += "<itemref idref='i\(index)' \(chapter.attributes)/>"
            guard chapter.name != "MISSING" else { continue }
            members.append(
                (
                    "OEBPS/\(chapter.name)",
                    "<?xml version='1.0'?><html><head><title/></head><body>\(chapter.body)</body></html>"
                ))
        }
        members.append(
            (
                "OEBPS/a.opf",
                "<package xmlns:dc=\"urn:dc\"><metadata><dc:title>A book</dc:title></metadata><manifest>\(manifest)</manifest>"
                    + "<spine>\(spine)</spine></package>"
            ))
        return ZipFixture.make(members + parts)
    }
}
