#ifndef CK_QUANTIZED_H
#define CK_QUANTIZED_H

#include <stdint.h>

/// Block formats of GGUF weights (github.com/ggml-org/ggml, ggml-common.h): the weights of a block share a scale d, and a minimum
/// m. In the K formats a block is 256 weights; d and m are then whole numbers for each 32 or 16 of them, times f16 numbers of the
/// block.
typedef enum {
    CK_Q4_0,  ///< w = d (q - 8), q of 4 bits, blocks of 32
    CK_Q4_1,  ///< w = d q + m, q of 4 bits, blocks of 32
    CK_Q5_0,  ///< w = d (q - 16), q of 5 bits, blocks of 32
    CK_Q5_1,  ///< w = d q + m, q of 5 bits, blocks of 32
    CK_Q8_0,  ///< w = d q, q of 8 bits, signed, blocks of 32
    CK_Q2_K,  ///< w = d q - m, q of 2 bits, d and m for each 16
    CK_Q3_K,  ///< w = d (q - 4), q of 3 bits, d for each 16
    CK_Q4_K,  ///< w = d q - m, q of 4 bits, d and m for each 32
    CK_Q5_K,  ///< w = d q - m, q of 5 bits, d and m for each 32
    CK_Q6_K,  ///< w = d (q - 32), q of 6 bits, d for each 16
} ck_block_format;

/// Weights of a block of a GGUF tensor: 32 or 256.
int64_t ck_block_length(ck_block_format format);

/// Bytes of a block of a GGUF tensor.
int64_t ck_block_size(ck_block_format format);

/// Bytes of packed weights of a matrix with n rows (outputs) and k columns (inputs, a multiple of the block's length).
int64_t ck_blocks_packed_size(ck_block_format format, int64_t n, int64_t k);

/// Bytes of one packed panel: 32 rows.
int64_t ck_blocks_panel_size(ck_block_format format, int64_t k);

/// Packs the rows of a GGUF tensor into panels of 32 outputs, without loss; quantized_layout.h says how. `packed` has
/// ck_blocks_packed_size() bytes, 64-byte aligned.
void ck_blocks_pack(ck_block_format format, const void *_Nonnull rows, int64_t n, int64_t k, void *_Nonnull packed);

/// The weights of one row of a GGUF tensor as floats: [k].
void ck_blocks_expand(ck_block_format format, const void *_Nonnull row, int64_t k, float *_Nonnull out);

/// 32 activations, quantised to 8 bits with a scale.
typedef struct {
    int8_t codes[32];
    float scale;
    float scaled_sum;  ///< scale * sum of codes
    int16_t sum[2];    ///< sums of the first and of the last 16 codes
} ck_activation_block;

/// Quantises activations.
///
/// - x: [blocks, 32].
/// - quantized: [blocks], written.
void ck_blocks_quantize(const float *_Nonnull x, int64_t blocks, ck_activation_block *_Nonnull quantized);

/// out[i][j] = dot product of activation row i and output j of one panel.
///
/// - panel: packed weights of 32 outputs.
/// - input: [m, k / 32], as ck_blocks_quantize() wrote them.
/// - out: [m, 32], written.
/// Integer sums inside a block (or half of it, where each half has a scale) are exact; sums over blocks are f32, in the order of
/// the blocks on every path.
void ck_blocks_multiply(ck_block_format format, const void *_Nonnull panel, int64_t k,
                        const ck_activation_block *_Nonnull input, int64_t m, float *_Nonnull out);

/// Scalar reference of ck_blocks_multiply().
void ck_blocks_multiply_ref(ck_block_format format, const void *_Nonnull panel, int64_t k,
                            const ck_activation_block *_Nonnull input, int64_t m, float *_Nonnull out);

#endif
