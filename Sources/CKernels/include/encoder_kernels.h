#ifndef CK_ENCODER_KERNELS_H
#define CK_ENCODER_KERNELS_H

#include <stdint.h>

// Kernels of the encoder's bfloat16 path. Activations and weights are bfloat16 (relative error 2^-9 each), sums are f32. What a
// row becomes depends on no other row. On processors without AVX-512 BF16 all of them are the scalar references.

/// Packs weights [n, k] (row-major; n and k are multiples of 32) into panels of 32 outputs: [n / 32][k / 2][32][2].
void ck_bf16_pack(const float *_Nonnull weights, int64_t n, int64_t k, uint16_t *_Nonnull panels);
void ck_bf16_pack_ref(const float *_Nonnull weights, int64_t n, int64_t k, uint16_t *_Nonnull panels);

/// What ck_bf16_dense() does with a sum.
typedef enum {
    CK_WRITE = 0,       ///< y (bfloat16) = (sum + bias) * scale
    CK_WRITE_GELU = 1,  ///< y (bfloat16) = gelu((sum + bias) * scale), absolute error below 1e-6 before rounding
    CK_ADD = 2,         ///< y (f32) += (sum + bias) * scale
} ck_epilogue;

/// y = epilogue(x * weights^T).
///
/// - x: [m, k]; k is even.
/// - panels: n outputs of ck_bf16_pack(), 64-byte aligned; n is a multiple of 32.
/// - bias: [n].
/// - y: [m, n], rows `stride` numbers apart.
void ck_bf16_dense(const uint16_t *_Nonnull x, int64_t m, int64_t k, const uint16_t *_Nonnull panels, int64_t n,
                   const float *_Nonnull bias, float scale, ck_epilogue epilogue, void *_Nonnull y, int64_t stride);
void ck_bf16_dense_ref(const uint16_t *_Nonnull x, int64_t m, int64_t k, const uint16_t *_Nonnull panels, int64_t n,
                       const float *_Nonnull bias, float scale, ck_epilogue epilogue, void *_Nonnull y, int64_t stride);

/// One head's attention of every position to every position: softmax over powers of two, so that the queries must be scaled by
/// log2(e) / sqrt(size) already.
///
/// - q, k, v: [tokens, size]; size is a multiple of 32, at most 128.
/// - out: [tokens, size], rows `stride` numbers apart.
/// - scratch: ck_bf16_attention_scratch() bytes, 64-byte aligned.
void ck_bf16_attention(const uint16_t *_Nonnull q, const uint16_t *_Nonnull k, const uint16_t *_Nonnull v,
                       int64_t tokens, int64_t size, uint16_t *_Nonnull out, int64_t stride, void *_Nonnull scratch);
void ck_bf16_attention_ref(const uint16_t *_Nonnull q, const uint16_t *_Nonnull k, const uint16_t *_Nonnull v,
                           int64_t tokens, int64_t size, uint16_t *_Nonnull out, int64_t stride,
                           void *_Nonnull scratch);
int64_t ck_bf16_attention_scratch(int64_t tokens, int64_t size);

/// x = layer_norm(x) * gamma + beta over rows of n, and the same rounded to bfloat16 in y.
///
/// - x, y: [m, n]; n is a multiple of 32.
void ck_bf16_layer_norm(float *_Nonnull x, int64_t m, int64_t n, const float *_Nonnull gamma,
                        const float *_Nonnull beta, float epsilon, uint16_t *_Nonnull y);
void ck_bf16_layer_norm_ref(float *_Nonnull x, int64_t m, int64_t n, const float *_Nonnull gamma,
                            const float *_Nonnull beta, float epsilon, uint16_t *_Nonnull y);

#endif
