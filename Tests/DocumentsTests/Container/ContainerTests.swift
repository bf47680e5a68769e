import Documents
import Foundation
import Testing

@Suite("Containers") struct ContainerTests {
    private let sample = ZipFixture.make([
        (name: "mimetype", text: "text"), (name: "word/document.xml", text: "<a/>"), (name: "漢字.txt", text: "文"),
    ])

    @Test("Members are listed in order and read by name, whatever their capitals") func members() throws {
        let container = try Container(sample, file: "a.zip")
        #expect(container.names == ["mimetype", "word/document.xml", "漢字.txt"])
        #expect(try container.data(of: "word/document.xml") == Data("<a/>".utf8))
        #expect(try container.data(of: "Word/Document.XML") == Data("<a/>".utf8))
        #expect(try container.data(of: "漢字.txt") == Data("文".utf8))
        #expect(try container.data(of: "word/styles.xml") == nil)
        #expect(container.diagnostics.isEmpty)
    }

    @Test("Names that lead out of a folder are not listed") func names() throws {
        let names = ["../up", "/root", "a/../../b", "C:\\x", "\\\\server\\x", "", "in/side", "a..b"]
        let container = try Container(ZipFixture.make(names.map { (name: $0, text: "x") }), file: "a.zip")
        #expect(container.names == ["in/side", "a..b"])
    }

    @Test("Of an archive that is cut off, the members before the cut are read") func truncated() throws {
        let container = try Container(sample.dropLast(sample.count / 2), file: "a.zip")
        #expect(container.names.first == "mimetype")
        #expect(try container.data(of: "mimetype") == Data("text".utf8))
        #expect(container.diagnostics.map(\.code).contains("damaged"))
    }

    @Test("Archives cut at any place are listed or refused", arguments: [Container.Layout.zip, .any])
    func cuts(layout: Container.Layout) throws {
        for length in 0..<sample.count {
            do {
                let container = try Container(sample.prefix(length), file: "a.zip", layout: layout)
                for name in container.names { _ = try container.data(of: name) }
            } catch let error as DocumentError {
                #expect(error.code == .damaged)
            }
        }
    }

    @Test("What unpacks to far more than its size is refused", arguments: [Container.Layout.zip, .any])
    func ratio(layout: Container.Layout) throws {
        let bomb = ZipFixture.bomb(name: "a", count: 64 << 20)
        var limits = ContainerLimits()
        limits.ratio = 100
        let error = #expect(throws: DocumentError.self) {
            _ = try Container(bomb, file: "a.zip", layout: layout, limits: limits).data(of: "a")
        }
        #expect(error?.code == .limitExceeded)
        #expect(error?.message.contains("100 times its size") == true)
    }

    @Test("Members, their sizes and their sum are bounded") func limits() throws {
        var limits = ContainerLimits()
        limits.members = 2
        #expect(code { try Container(sample, file: "a.zip", limits: limits) } == .limitExceeded)
        limits = ContainerLimits()
        limits.memberBytes = 3
        let container = try Container(sample, file: "a.zip", limits: limits)
        #expect(code { try container.data(of: "mimetype") } == .limitExceeded)
        #expect(try container.data(of: "漢字.txt") == Data("文".utf8))
        limits = ContainerLimits()
        limits.totalBytes = 6
        let small = try Container(sample, file: "a.zip", limits: limits)
        #expect(try small.data(of: "mimetype") != nil)
        #expect(code { try small.data(of: "mimetype") } == .limitExceeded)
    }

    @Test("What needs a password says so") func password() throws {
        let locked = ZipFixture.make([(name: "a", data: Data("secret".utf8))], isEncrypted: true)
        let container = try Container(locked, file: "a.zip")
        #expect(code { try container.data(of: "a") } == .passwordNeeded)
    }

    @Test("A member whose bytes were changed is read and reported") func changed() throws {
        var bytes = sample
        let place = try #require(bytes.range(of: Data("<a/>".utf8)))
        bytes[place.lowerBound + 1] = UInt8(ascii: "b")
        let container = try Container(bytes, file: "a.zip")
        #expect(try container.data(of: "word/document.xml") == Data("<b/>".utf8))
        #expect(container.diagnostics.map(\.code) == ["damaged"])
    }

    @Test("What is no archive is refused") func noArchive() {
        #expect(code { try Container(Data("PK\u{3}\u{4} but no more".utf8), file: "a.zip") } == .damaged)
        #expect(code { try Container(Data(), file: "a.zip") } == .damaged)
    }

    private func code(_ body: () throws -> Any?) -> DocumentError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? DocumentError)?.code
        }
    }
}
