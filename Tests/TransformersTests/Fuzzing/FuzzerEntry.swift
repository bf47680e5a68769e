import Foundation

/// What libFuzzer calls with each file that it makes up (llvm.org/docs/LibFuzzer.html). The environment variable
/// `FUZZED_READER` says which reader gets it; an error that no file may cause ends the process, as a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let name = ProcessInfo.processInfo.environment["FUZZED_READER"] ?? ""
    guard let reader = FuzzedReader(rawValue: name) else { fatalError("there is no reader “\(name)”") }
    do { try reader.read(Array(UnsafeBufferPointer(start: start, count: count))) } catch { fatalError("\(error)") }
    return 0
}
