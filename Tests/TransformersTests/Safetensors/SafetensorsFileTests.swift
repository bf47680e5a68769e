import Foundation
import Testing
import Transformers

struct SafetensorsFileTests {
    @Test("Numbers of every type are read as they are")
    func types() throws {
        var builder = SafetensorsBuilder()
        builder.add("f32", [2, 2], [1, -2.5, 1e-38, .greatestFiniteMagnitude])
        // 1, -2, the smallest subnormal number, infinity.
        builder.tensors.append(.init(name: "f16", type: "F16", shape: [4], data: [0, 0x3C, 0, 0xC0, 1, 0, 0, 0x7C]))
        builder.tensors.append(.init(name: "bf16", type: "BF16", shape: [2, 1], data: [0x80, 0x3F, 0x49, 0xC0]))
        builder.tensors.append(.init(name: "ids", type: "I64", shape: [1], data: [UInt8](repeating: 0, count: 8)))
        try withModelFile(builder.file()) { url in
            let file = try SafetensorsFile(contentsOf: url)
            #expect(file.names == ["bf16", "f16", "f32"])
            #expect(try file.floats("f32", shape: [2, 2]) == [1, -2.5, 1e-38, .greatestFiniteMagnitude])
            #expect(try file.floats("f16", shape: [4]) == [1, -2, exp2(-24), .infinity])
            #expect(try file.floats("bf16", shape: [2, 1]) == [1, -3.140625])
        }
    }

    @Test("A tensor that is missing or has another shape is named")
    func wrongTensor() throws {
        var builder = SafetensorsBuilder()
        builder.add("weight", [2], [1, 2])
        try withModelFile(builder.file()) { url in
            let file = try SafetensorsFile(contentsOf: url)
            let missing = #expect(throws: ModelFileError.self) { try file.floats("bias", shape: [2]) }
            #expect(missing?.code == .damaged && missing?.message.contains("no tensor “bias”") == true)
            let shape = #expect(throws: ModelFileError.self) { try file.floats("weight", shape: [1, 2]) }
            #expect(shape?.message.contains("“weight” has shape [2], but [1, 2] is needed") == true)
        }
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let code: ModelFileError.Code
        /// A part of the message.
        let message: String
        let bytes: [UInt8]

        init(_ name: String, _ code: ModelFileError.Code, _ message: String, _ bytes: [UInt8]) {
            (testDescription, self.code, self.message, self.bytes) = (name, code, message, bytes)
        }

        /// A file whose only tensor has this description.
        init(_ name: String, _ message: String, tensor: String) {
            let header = "{\"a\":\(tensor)}"
            self.init(name, .damaged, message, SafetensorsBuilder.file(header: header, data: [0, 0, 0, 0]))
        }
    }

    static let hostile: [Case] = [
        Case("empty", .damaged, "is empty", []),
        Case("seven bytes", .notAModel, "too short", [1, 2, 3, 4, 5, 6, 7]),
        Case("a page of HTML", .damaged, "the header says", Array("<!DOCTYPE html><html></html>".utf8)),
        Case(
            "a header of 2^64 - 1 bytes", .damaged, "18446744073709551615",
            SafetensorsBuilder.file(header: "{}", length: .max, data: [])),
        Case(
            "a header longer than the file", .damaged, "the header says it has 3 bytes",
            SafetensorsBuilder.file(header: "{}", length: 3, data: [])),
        Case(
            "a header that is not JSON", .notAModel, "not JSON",
            SafetensorsBuilder.file(header: "{\"a\":", data: [])),
        Case("a header that is a list", .notAModel, "not JSON", SafetensorsBuilder.file(header: "[]", data: [])),
        Case("a tensor without description", "“a”: it has no description", tensor: "7"),
        Case("no offsets", "missing", tensor: #"{"dtype":"F32","shape":[1]}"#),
        Case("one offset", "missing", tensor: #"{"dtype":"F32","shape":[1],"data_offsets":[0]}"#),
        Case("a shape of words", "missing", tensor: #"{"dtype":"F32","shape":["x"],"data_offsets":[0,4]}"#),
        Case("half a number", "missing", tensor: #"{"dtype":"F32","shape":[0.5],"data_offsets":[0,4]}"#),
        Case("bytes past the end", "outside", tensor: #"{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#),
        Case("bytes before the start", "outside", tensor: #"{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}"#),
        Case("offsets the wrong way", "outside", tensor: #"{"dtype":"F32","shape":[1],"data_offsets":[4,0]}"#),
        Case(
            "offsets near 2^63", "outside",
            tensor: #"{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775804,9223372036854775807]}"#),
        Case("more numbers than bytes", "needs 8 bytes", tensor: #"{"dtype":"F32","shape":[2],"data_offsets":[0,4]}"#),
        Case("fewer numbers than bytes", "needs 2 bytes", tensor: #"{"dtype":"F16","shape":[1],"data_offsets":[0,4]}"#),
        Case(
            "tensors that share bytes", .damaged, "“a”: it shares bytes with “b”",
            SafetensorsBuilder.file(
                header:
                    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}"#,
                data: [0, 0, 0, 0])),
        Case("a negative extent", "impossible", tensor: #"{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}"#),
        Case(
            "a product beyond 2^63", "impossible",
            tensor: #"{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}"#),
    ]

    @Test("A wrong file gives an error that says what is wrong", arguments: hostile)
    func refused(hostile: Case) throws {
        try withModelFile(hostile.bytes) { url in
            let error = #expect(throws: ModelFileError.self) { _ = try SafetensorsFile(contentsOf: url) }
            #expect(error?.code == hostile.code)
            #expect(error?.message.contains(hostile.message) == true, "\(error?.message ?? "")")
            #expect(error?.message.contains(url.lastPathComponent) == true)
        }
    }

    @Test("A file cut anywhere gives an error")
    func truncated() throws {
        var builder = SafetensorsBuilder()
        builder.add("weight", [4], [1, 2, 3, 4])
        let bytes = builder.file()
        for count in 0..<bytes.count {
            _ = try withModelFile(Array(bytes.prefix(count))) { url in
                #expect(throws: ModelFileError.self, "\(count) bytes") { _ = try SafetensorsFile(contentsOf: url) }
            }
        }
    }

    @Test("A missing file, and a folder in its place, are unreadable")
    func missing() {
        for url in [URL(filePath: "/nonexistent/model.safetensors"), FileManager.default.temporaryDirectory] {
            let error = #expect(throws: ModelFileError.self) { _ = try SafetensorsFile(contentsOf: url) }
            #expect(error?.code == .unreadable)
        }
    }
}
