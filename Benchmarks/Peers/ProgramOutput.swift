import Foundation

/// What a program writes to standard output.
///
/// - Parameter statuses: exit codes that are as good as 0.
/// - Throws: ``Peer/Failure`` for another exit code.
func output(of program: String, _ arguments: [String], statuses: Set<Int32> = [0]) throws -> Data {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard statuses.contains(process.terminationStatus) else {
        throw Peer.Failure(description: "\(program) \(arguments[0]) failed")
    }
    return data
}
