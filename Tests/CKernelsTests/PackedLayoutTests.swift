import CKernels
import Testing

/// Packed weights are kept in files, so their layout may change only together with the number in `PreparedFile.magic`: a file of
/// the old layout would then be taken for damaged, and not be read as what it is not. Where one of these tests fails, raise that
/// number, and put in what the test found.
struct PackedLayoutTests {
    private static let rows: Int64 = 40
    private static let columns: Int64 = 512

    @Test(
        "Blocks are packed as the files have them",
        arguments: [
            (CK_Q4_0, 0x0533_fe67_030a_2940), (CK_Q4_1, 0x5234_0696_d921_e3e2), (CK_Q5_0, 0xff3d_c796_b34f_5ec8),
            (CK_Q5_1, 0x4e63_d90f_d6b5_f11e), (CK_Q8_0, 0x6de0_a187_9414_e005), (CK_Q2_K, 0xcf8d_2a06_273b_8514),
            (CK_Q3_K, 0x770c_29ad_371f_c671), (CK_Q4_K, 0x9dc3_273f_d1cd_f9bb), (CK_Q5_K, 0xe4ce_e0e7_1b63_9743),
            (CK_Q6_K, 0x5d88_aa58_a62e_8ebf),
        ] as [(ck_block_format, UInt64)])
    func blocks(format: ck_block_format, sum: UInt64) {
        let size = Self.rows * Self.columns / ck_block_length(format) * ck_block_size(format)
        let weights = (0..<Int(size)).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 256) }
        var packed = [UInt8](repeating: 0, count: Int(ck_blocks_packed_size(format, Self.rows, Self.columns)))
        ck_blocks_pack(format, weights, Self.rows, Self.columns, &packed)
        #expect(ck_checksum(packed, Int64(packed.count)) == sum)
    }

    @Test(
        "Plain weights are packed as the files have them",
        arguments: [
            (CK_DENSE_F32, 0xbc71_f2bf_0ec4_0ce1), (CK_DENSE_WIDENED_F16, 0xc310_d6e3_0025_0cb7),
            (CK_DENSE_WIDENED_BF16, 0x2844_d884_4740_5c9a),
        ] as [(ck_dense_format, UInt64)])
    func dense(format: ck_dense_format, sum: UInt64) {
        let weights = (0..<40 * 64).map { Float($0 % 97) }
        var packed = [UInt8](repeating: 0, count: Int(ck_dense_packed_size(format, 40, 64)))
        ck_dense_pack(format, weights, 40, 64, &packed)
        #expect(ck_checksum(packed, Int64(packed.count)) == sum)
    }

    @Test(
        "Weights of encoders are packed as the files have them",
        arguments: [
            (CK_ENCODER_INT8, 0x77ca_0233_564b_abbb), (CK_ENCODER_BF16, 0x0ad0_0cc7_5190_6176),
            (CK_ENCODER_INT16, 0x45be_6cd7_9525_82d4),
        ] as [(ck_encoder_format, UInt64)])
    func encoder(format: ck_encoder_format, sum: UInt64) {
        let weights = (0..<64 * 96).map { Float($0 % 97) - 48 }
        var packed = [UInt8](repeating: 0, count: Int(ck_encoder_weight_bytes(format, 64, 96)))
        ck_encoder_pack(format, weights, 64, 96, &packed)
        #expect(ck_checksum(packed, Int64(packed.count)) == sum)
    }
}
