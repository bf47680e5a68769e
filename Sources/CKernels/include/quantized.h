#ifndef CK_QUANTIZED_H
#define CK_QUANTIZED_H

#include <stdint.h>

/// Block formats of GGUF weights: 32 weights in a row share a scale d (and a minimum m), both f16.
typedef enum {
    CK_Q4_0 = 0,  ///< w = d (q - 8), q of 4 bits
    CK_Q4_1 = 1,  ///< w = d q + m, q of 4 bits
    CK_Q8_0 = 2,  ///< w = d q, q of 8 bits, signed
} ck_block_format;

/// Bytes of packed weights of a matrix with n rows (outputs) and k columns (inputs, a multiple of 32).
int64_t ck_blocks_packed_size(ck_block_format format, int64_t n, int64_t k);

/// Bytes of one packed panel: 32 rows.
int64_t ck_blocks_panel_size(ck_block_format format, int64_t k);

/// Packs the rows of a GGUF tensor into panels of 32 outputs. For each block of 32 inputs a panel holds the codes, four inputs
/// of one output beside each other as dot-product instructions want them (two codes a byte for 4 bits), then 32 scales and,
/// for CK_Q4_1, 32 minima. `packed` has ck_blocks_packed_size() bytes, 64-byte aligned.
void ck_blocks_pack(ck_block_format format, const void *_Nonnull rows, int64_t n, int64_t k, void *_Nonnull packed);

/// The weights of one row of a GGUF tensor as floats: [k].
void ck_blocks_expand(ck_block_format format, const void *_Nonnull row, int64_t k, float *_Nonnull out);

/// Six rows of activations, 32 inputs of each, quantised to 8 bits with a scale a row.
typedef struct {
    int8_t codes[8][6][4];  ///< four inputs of each of the six rows, eight times
    float scale[6];
    float scaled_sum[6];  ///< scale * sum of codes
    int32_t sum[6];       ///< sum of codes
} ck_block_tile;

/// Quantises rows of activations into tiles.
///
/// - x: m rows of k floats, `stride` floats apart.
/// - tiles: [(m + 5) / 6, k / 32], written.
void ck_blocks_quantize(const float *_Nonnull x, int64_t m, int64_t k, int64_t stride, ck_block_tile *_Nonnull tiles);

/// Quantises one row: `tiles` are those of its six rows, [blocks], and `row` is its place in them, 0…5.
void ck_blocks_quantize_row(const float *_Nonnull x, int64_t blocks, ck_block_tile *_Nonnull tiles, int row);

/// out[i][j] = dot product of activation row i and output j of one panel.
///
/// - panel: packed weights of 32 outputs.
/// - tiles: as ck_blocks_quantize() wrote them for m rows.
/// - out: [m, 32], written.
/// Integer sums inside a block are exact; sums over blocks are f32, in the order of the blocks on every path.
void ck_blocks_multiply(ck_block_format format, const void *_Nonnull panel, int64_t k,
                        const ck_block_tile *_Nonnull tiles, int64_t m, float *_Nonnull out);

/// Scalar reference of ck_blocks_multiply().
void ck_blocks_multiply_ref(ck_block_format format, const void *_Nonnull panel, int64_t k,
                            const ck_block_tile *_Nonnull tiles, int64_t m, float *_Nonnull out);

#endif
