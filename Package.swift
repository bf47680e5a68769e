// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "bespoke",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "bespoke", targets: ["bespoke"]),
        .library(name: "Transformers", targets: ["Transformers"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
    ],
    targets: [
        .executableTarget(
            name: "bespoke",
            dependencies: [
                "Assistants", "CKernels", "Documents", "Evaluation", "Inference", "Ingestion", "Library", "Retrieval",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "Assistants",
            dependencies: [
                "Documents", "Inference", "Library", "Retrieval",
                .product(name: "Yams", package: "Yams"),
            ]),
        .target(
            name: "Ingestion",
            dependencies: [
                "Documents", "Inference", "Library",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            ]),
        .target(
            name: "Evaluation",
            dependencies: ["Assistants", "Documents", "Inference", "Ingestion", "Library", "Retrieval"]),
        .target(name: "Retrieval", dependencies: ["Documents", "Inference", "Library"]),
        .target(
            name: "Library",
            dependencies: [
                "CDictionaries", "CKernels", "CLibStemmer", "Documents",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "Documents",
            dependencies: [
                "CLibArchive", "CLibXML2",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .target(
            name: "Inference",
            dependencies: [
                "Transformers",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .target(name: "Transformers", dependencies: ["CKernels"], exclude: ["README.md"]),
        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])], linkerSettings: [.linkedLibrary("m")]),
        .target(name: "CDictionaries", dependencies: ["CLibICU"]),
        .systemLibrary(
            name: "CLibArchive", pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
        .systemLibrary(
            name: "CLibICU", pkgConfig: "icu-uc", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
        .systemLibrary(
            name: "CLibStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "Assistants", "Documents", "Evaluation", "Inference", "Ingestion", "Library", "Probes", "Retrieval",
                "Transformers",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks",
            exclude: [
                "README.md", "Ingest/ingest_peer.py", "Probes", "Peers/llama_peer.py", "Peers/onnx_peer.py",
                "Peers/setup", "Vectors/vector_peer.py", "Words/words_peer.py",
            ]),
        .target(name: "Probes", path: "Benchmarks/Probes", cSettings: [.unsafeFlags(["-O3"])]),
        .target(name: "TestSupport", dependencies: ["Inference"], path: "Tests/TestSupport"),
        .testTarget(
            name: "AssistantsTests", dependencies: ["Assistants", "Ingestion", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "IngestionTests", dependencies: ["Ingestion", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "RetrievalTests", dependencies: ["Retrieval", "TestSupport"]),
        .testTarget(name: "LibraryTests", dependencies: ["Library", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "InferenceTests", dependencies: ["Inference", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(
            name: "TransformersTests", dependencies: ["CKernels", "Transformers", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels", "TestSupport"]),
        .testTarget(name: "bespokeTests", dependencies: ["bespoke", "TestSupport"], exclude: ["Fixtures"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
        ]
}
