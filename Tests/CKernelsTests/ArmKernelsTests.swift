// On Arm itself, the other tests of this target run these paths.
#if os(Linux) && arch(x86_64)
    import Foundation
    import TestSupport
    import Testing

    /// The kernels' Arm paths against their scalar references: `Tests/ArmKernels`, compiled for Arm and run by QEMU.
    struct ArmKernelsTests {
        /// Where Debian and Ubuntu put another processor's C library.
        private static let system = "/usr/aarch64-linux-gnu"

        @Test("Every Arm path equals its scalar reference, with and without dot products", .timeLimit(.minutes(3)))
        func paths() throws {
            let program = FileManager.default.temporaryDirectory.appending(path: "kernels-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: program) }
            try compile(to: program)
            for (processor, features) in [("cortex-a72", "NEON"), ("cortex-a76", "NEON DotProd")] {
                let run = try Command.run(["qemu-aarch64", "-L", Self.system, "-cpu", processor, program.path])
                #expect(run.status == 0 && run.output.contains("\(features): 0 of "), "\(processor): \(run.output)")
            }
        }

        private func compile(to program: URL) throws {
            let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            let kernels = tests.deletingLastPathComponent().appending(path: "Sources/CKernels")
            let checks = tests.appending(path: "ArmKernels")
            let sources = try [kernels, checks].flatMap {
                try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
            }.filter { $0.pathExtension == "c" }
            // The C library alone is linked: neither GCC's own library nor its start files are needed.
            let options = [
                "--target=aarch64-linux-gnu", "-O3", "-fuse-ld=lld", "-nostdlib", "-no-pie",
                "-isystem", Self.system + "/include", "-I", kernels.path, "-I", kernels.path + "/include",
                Self.system + "/lib/crt1.o",
            ]
            let libraries = ["-L", Self.system + "/lib", "-lc", "-lm", "-o", program.path]
            let run = try Command.run(["clang"] + options + sources.map(\.path) + libraries)
            try #require(run.status == 0, "\(run.output)\nScripts/setup --tests installs what this test needs")
        }
    }
#endif
