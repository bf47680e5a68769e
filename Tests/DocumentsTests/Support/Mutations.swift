import Documents
import Foundation
import Testing

/// Reads `sample` cut off, with flipped bits, doubled and with pieces of itself in other places; each must give text or a
/// clear error.
func expectToSurviveMutations(of sample: Data, as name: String, rounds: Int = 300) async throws {
    var generator = SeededGenerator(seed: 11)
    for round in 0..<rounds {
        var bytes = [UInt8](sample)
        func place() -> Int { Int.random(in: 0..<max(1, bytes.count), using: &generator) }
        switch round % 4 {
        case 0: bytes.removeLast(place())
        case 1: for _ in 0..<8 { bytes[place()] ^= 1 << UInt8.random(in: 0...7, using: &generator) }
        case 2:
            let start = place()
            bytes.insert(contentsOf: bytes[start..<min(bytes.count, start + 40)], at: place())
        default:
            for _ in 0..<4 where bytes.count > 8 {
                let start = place()
                bytes.removeSubrange(start..<min(bytes.count, start + 5))
            }
        }
        do {
            let document = try await DocumentReaders.standard.read(Data(bytes), name: name)
            #expect(!document.blocks.isEmpty)
        } catch {
            #expect(error is DocumentError)
        }
    }
}
