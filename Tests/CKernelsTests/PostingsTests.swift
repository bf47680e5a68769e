import CKernels
import Testing

struct PostingsTests {
    private func packed(_ slots: [UInt16], _ frequencies: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 4 * slots.count)
        let size = ck_postings_pack(slots, frequencies, Int64(slots.count), 0, &bytes)
        return Array(bytes[..<Int(size)])
    }

    private func unpacked(_ bytes: [UInt8]) -> (slots: [UInt16], frequencies: [UInt8])? {
        let size = Int(CK_POSTINGS_SLOTS)
        var slots = [UInt16](repeating: 0, count: size)
        var frequencies = [UInt8](repeating: 0, count: size)
        let count = Int(ck_postings_unpack(bytes, Int64(bytes.count), Int64(size), &slots, &frequencies))
        return count < 0 ? nil : (Array(slots[..<count]), Array(frequencies[..<count]))
    }

    @Test("What is packed is unpacked", arguments: [1, 2, 7, 60, 200, 9000, 16383])
    func roundTrip(step: Int) {
        let slots = stride(from: step % 3, to: Int(CK_POSTINGS_SLOTS), by: step).map { UInt16($0) }
        let frequencies = slots.map { UInt8(1 + Int($0) * 7 % 255) }
        let bytes = packed(slots, frequencies)
        let back = unpacked(bytes)
        #expect(back?.slots == slots)
        #expect(back?.frequencies == frequencies)
    }

    @Test("Words that are rare in their chunks take a byte for each")
    func size() {
        let slots = stride(from: 0, to: Int(CK_POSTINGS_SLOTS), by: 50).map { UInt16($0) }
        #expect(packed(slots, slots.map { _ in 1 }).count == slots.count)
    }

    @Test(
        "Damaged bytes are refused",
        arguments: [
            [0x80], [0xFF, 0xFF, 0xFF, 0x01], [0xFE, 0xFF, 0x03], [0x01], [0x01, 0x00], [0x01, 0x01],
            [0x80, 0x80, 0x80],
            [UInt8](repeating: 0, count: 16385),
        ] as [[UInt8]])
    func damaged(bytes: [UInt8]) {
        #expect(unpacked(bytes) == nil)
        var scores = [Float](repeating: 0, count: Int(CK_POSTINGS_SLOTS))
        let discounts = scores
        #expect(ck_postings_score(bytes, Int64(bytes.count), 1, discounts, &scores) == -1)
        #expect(ck_postings_count(bytes, Int64(bytes.count), discounts) == -1)
    }

    @Test("Any bytes are read without leaving the block")
    func anyBytes() {
        var state: UInt64 = 1
        for _ in 0..<2000 {
            let bytes = (0..<64).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33) & (state >> 60 < 8 ? 0x0F : 0xFF)
            }
            if let (slots, _) = unpacked(bytes) { #expect(zip(slots, slots.dropFirst()).allSatisfy { $0 < $1 }) }
        }
    }

    @Test("Scores are weight · f / (f + discount), and nothing for a slot out of scope")
    func scores() {
        let bytes = packed([3, 90, 16383], [1, 255, 2])
        var discounts = [Float](repeating: 1.5, count: Int(CK_POSTINGS_SLOTS))
        discounts[90] = .infinity
        var scores = [Float](repeating: 0, count: Int(CK_POSTINGS_SLOTS))
        scores[3] = 1
        #expect(ck_postings_score(bytes, Int64(bytes.count), 2, discounts, &scores) == 3)
        #expect(scores[3] == 1 + 2 / 2.5)
        #expect(scores[90] == 0)
        #expect(abs(scores[16383] - 4 / 3.5) < 1e-6)
        #expect(ck_postings_count(bytes, Int64(bytes.count), discounts) == 2)
        var slots = [UInt16](repeating: 0, count: Int(CK_POSTINGS_SLOTS))
        let count = ck_postings_reaching(scores, 0.5, &slots)
        #expect(Array(slots[..<Int(count)]) == [3, 16383])
    }
}
