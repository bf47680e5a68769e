import Foundation

/// A Python that runs the scripts of this folder.
struct PeerPython {
    let program: String
    /// The folder of the scripts.
    let scripts: String
    /// How many threads a peer works on.
    let threads: Int

    /// Starts a peer that has opened a model.
    func peer(_ script: String, model: String) throws -> Peer {
        try Peer(python: program, script: "\(scripts)/\(script)", arguments: [model, "\(threads)"])
    }

    /// Runs a script to its end.
    func run(_ script: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["\(scripts)/\(script)"] + arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Peer.Failure(description: "\(script) failed") }
    }
}

/// A Python script of this folder that does one thing at a time, when it is asked to.
final class Peer {
    private let process = Process()
    private let requests = Pipe()
    private let answers = Pipe()
    private var unread = Data()

    init(python: String, script: String, arguments: [String]) throws {
        process.executableURL = URL(filePath: python)
        process.arguments = [script] + arguments
        process.standardInput = requests
        process.standardOutput = answers
        try process.run()
    }

    /// The number that answers `request`.
    func ask(_ request: String) throws -> Double {
        try requests.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread = Data(unread[(end + 1)...])
                guard let number = Double(line) else { throw Failure(description: "a peer answered “\(line)”") }
                return number
            }
            let more = answers.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw Failure(description: "a peer ended while it was asked for “\(request)”")
            }
            unread += more
        }
    }

    /// Ends it. A peer that was started later holds this one's pipe open too, so closing would not.
    func stop() {
        try? requests.fileHandleForWriting.write(contentsOf: Data("quit\n".utf8))
        process.waitUntilExit()
    }

    struct Failure: Error, CustomStringConvertible { var description: String }
}
