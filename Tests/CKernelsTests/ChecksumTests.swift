import CKernels
import Testing

struct ChecksumTests {
    private func sum(_ bytes: [UInt8]) -> UInt64 { ck_checksum(bytes, Int64(bytes.count)) }

    @Test(
        "Every changed byte, and every two words that changed places, change the sum", arguments: [1, 8, 63, 64, 200])
    func changes(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x80
            #expect(sum(changed) != sum(bytes), "byte \(index)")
        }
        for word in stride(from: 8, through: count - 8, by: 8) {
            let swapped = Array(bytes[word..<word + 8] + bytes[8..<word] + bytes[0..<8] + bytes[(word + 8)...])
            #expect(sum(swapped) != sum(bytes), "word \(word / 8)")
        }
    }

    @Test("The sum does not depend on where the bytes lie")
    func alignment() {
        let bytes = (0..<333).map { UInt8(truncatingIfNeeded: $0 &* 11) }
        let shifted = [0] + bytes
        #expect(shifted.withUnsafeBytes { ck_checksum($0.baseAddress! + 1, 333) } == sum(bytes))
    }
}
