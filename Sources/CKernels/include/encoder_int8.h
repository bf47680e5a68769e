#ifndef CK_ENCODER_INT8_H
#define CK_ENCODER_INT8_H

#include <stdint.h>

#include "encoder_kernels.h"

// Kernels of the encoder's 8-bit path. 32 weights of an output, and 32 activations of a row, share a scale: the largest of them has
// the code 127 or -127, so that each number is off by at most 1/254 of its block's largest. Integer sums inside a block are exact;
// sums over blocks are f32, in the order of the blocks on every path. What a row becomes depends on no other row. On processors
// without AVX-512 VNNI all of them are the scalar references.

/// 32 inputs of 32 outputs: w = scale[output] * (code - 128), four inputs of an output beside each other.
typedef struct {
    uint8_t codes[8][32][4];
    float scale[32];
} ck_int8_weights;

/// 32 inputs of six rows: x = scale[row] * code.
typedef struct {
    int8_t codes[6][32];
    float scale[6];
    int32_t offset[6];  ///< -128 * sum of codes
} ck_int8_inputs;

/// Packs weights [n, k] (row-major; n and k are multiples of 32) into panels of 32 outputs: [n / 32][k / 32], 64-byte aligned.
void ck_int8_pack(const float *_Nonnull weights, int64_t n, int64_t k, ck_int8_weights *_Nonnull panels);
void ck_int8_pack_ref(const float *_Nonnull weights, int64_t n, int64_t k, ck_int8_weights *_Nonnull panels);

/// y = epilogue(x * weights^T); an epilogue that writes bfloat16 with GELU writes 8-bit inputs of the next layer here.
///
/// - x: m rows of k inputs: [(m + 5) / 6][k / 32].
/// - panels: n outputs of ck_int8_pack(), 64-byte aligned; n is a multiple of 32.
/// - bias: [n].
/// - y: [m, n], rows `stride` numbers apart; with CK_WRITE_GELU [(m + 5) / 6][n / 32], six rows `stride` / 32 inputs apart.
void ck_int8_dense(const ck_int8_inputs *_Nonnull x, int64_t m, int64_t k, const ck_int8_weights *_Nonnull panels,
                   int64_t n, const float *_Nonnull bias, float scale, ck_epilogue epilogue, void *_Nonnull y,
                   int64_t stride);
void ck_int8_dense_ref(const ck_int8_inputs *_Nonnull x, int64_t m, int64_t k,
                       const ck_int8_weights *_Nonnull panels, int64_t n, const float *_Nonnull bias, float scale,
                       ck_epilogue epilogue, void *_Nonnull y, int64_t stride);

/// Quantises bfloat16 rows.
///
/// - x: [m, n]; n is a multiple of 32.
/// - y: [(m + 5) / 6][n / 32], six rows `stride` / 32 inputs apart.
void ck_int8_quantize(const uint16_t *_Nonnull x, int64_t m, int64_t n, ck_int8_inputs *_Nonnull y, int64_t stride);
void ck_int8_quantize_ref(const uint16_t *_Nonnull x, int64_t m, int64_t n, ck_int8_inputs *_Nonnull y,
                          int64_t stride);

/// x = layer_norm(x) * gamma + beta over rows of n, and the same quantised in y.
///
/// - x: [m, n]; n is a multiple of 32.
/// - y: [(m + 5) / 6][n / 32].
void ck_int8_layer_norm(float *_Nonnull x, int64_t m, int64_t n, const float *_Nonnull gamma,
                        const float *_Nonnull beta, float epsilon, ck_int8_inputs *_Nonnull y);
void ck_int8_layer_norm_ref(float *_Nonnull x, int64_t m, int64_t n, const float *_Nonnull gamma,
                            const float *_Nonnull beta, float epsilon, ck_int8_inputs *_Nonnull y);

#endif
