#ifndef CK_ENCODER_INT16_H
#define CK_ENCODER_INT16_H

#include <stdint.h>

// Kernels of the encoder's 12-bit path, for processors that multiply 16-bit integers faster than floats and have no 8-bit dot
// products. The weights of an output, and the activations of a block of a row, share a scale: the largest of them has the code 2047
// or -2047, so that each number is off by at most 1/4094 of the largest. Integer sums inside a block are exact; sums over blocks
// are f32, in the order of the blocks on every path. What a row becomes depends on no other row. On processors without AVX2 all of
// them are the scalar references.

/// Rows of k inputs: x = scales[row][i / block] * codes[row][i].
typedef struct {
    int16_t *_Nonnull codes;  ///< [m, k]
    float *_Nonnull scales;   ///< [m, k / block]
    int64_t k;
    int64_t block;  ///< ck_int16_block(k), or a multiple of 32 that divides that of all rows
} ck_int16_inputs;

/// The inputs that can share a scale without an integer sum that overflows: the largest multiple of 32, at most 512, that divides k;
/// k is a multiple of 32.
int64_t ck_int16_block(int64_t k);

/// Packs weights [n, k] (row-major; n and k are multiples of 32) into panels of 32 outputs, each of ck_int16_panel_bytes(),
/// 64-byte aligned: codes [2][k / 2][16][2], then scales [32].
void ck_int16_pack(const float *_Nonnull weights, int64_t n, int64_t k, void *_Nonnull panels);
int64_t ck_int16_panel_bytes(int64_t k);

/// y = (x * weights^T + bias) * scale, or y += that where `adds`.
///
/// - panels: n outputs of ck_int16_pack(); n is a multiple of 32.
/// - bias: [n].
/// - y: [m, n] in f32, rows `stride` numbers apart.
void ck_int16_dense(ck_int16_inputs x, int64_t m, const void *_Nonnull panels, int64_t n, const float *_Nonnull bias,
                    float scale, int adds, float *_Nonnull y, int64_t stride);
void ck_int16_dense_ref(ck_int16_inputs x, int64_t m, const void *_Nonnull panels, int64_t n,
                        const float *_Nonnull bias, float scale, int adds, float *_Nonnull y, int64_t stride);

/// Quantises rows of f32 into the blocks of y from its column `first` on.
///
/// - x: [m, n], rows `stride` numbers apart; n and first are multiples of y.block.
void ck_int16_quantize(const float *_Nonnull x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first);
void ck_int16_quantize_ref(const float *_Nonnull x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y,
                           int64_t first);

/// The same of gelu(x), whose absolute error is below 2e-6 before quantising; x is overwritten.
void ck_int16_gelu(float *_Nonnull x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first);
void ck_int16_gelu_ref(float *_Nonnull x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first);

/// One head's attention of every position to every position: softmax over powers of two, so that the queries must be scaled by
/// log2(e) / sqrt(size) already.
///
/// - q, k, v: [tokens, size]; size is a multiple of 32, at most 128.
/// - out: columns `first` ... `first` + size of all rows; out.block divides size.
/// - scratch: ck_int16_attention_scratch() bytes, 64-byte aligned.
void ck_int16_attention(const float *_Nonnull q, const float *_Nonnull k, const float *_Nonnull v, int64_t tokens,
                        int64_t size, ck_int16_inputs out, int64_t first, void *_Nonnull scratch);
void ck_int16_attention_ref(const float *_Nonnull q, const float *_Nonnull k, const float *_Nonnull v, int64_t tokens,
                            int64_t size, ck_int16_inputs out, int64_t first, void *_Nonnull scratch);
int64_t ck_int16_attention_scratch(int64_t tokens, int64_t size);

#endif
