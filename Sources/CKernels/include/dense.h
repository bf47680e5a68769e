#ifndef CK_DENSE_H
#define CK_DENSE_H

#include <stdint.h>

/// How the weights of a dense layer are stored. Sums are always f32.
typedef enum {
    CK_DENSE_F32 = 0,           ///< 4 bytes a weight
    CK_DENSE_BF16 = 1,          ///< 2 bytes a weight; inputs are rounded to bfloat16 too (relative error 2^-9 each)
    CK_DENSE_WIDENED_F16 = 2,   ///< 2 bytes a weight, IEEE half precision; widened to f32 in registers, inputs stay f32
    CK_DENSE_WIDENED_BF16 = 3,  ///< the same of bfloat16
} ck_dense_format;

/// The format that is fastest on this processor, where weights may be rounded.
ck_dense_format ck_dense_best_format(void);

/// Bytes of packed weights of a layer with n outputs and k inputs.
int64_t ck_dense_packed_size(ck_dense_format format, int64_t n, int64_t k);

/// Packs weights [n, k] (row-major) into panels of 32 outputs, each rounded to the nearest that the format has; what came from
/// that format is kept as it is. `packed` has ck_dense_packed_size() bytes, 64-byte aligned.
void ck_dense_pack(ck_dense_format format, const float *_Nonnull weights, int64_t n, int64_t k, void *_Nonnull packed);

/// y = x * weights^T + bias.
///
/// - x: [m, k], row-major; k is even.
/// - packed: from ck_dense_pack().
/// - bias: [n], or NULL.
/// - y: [m, n], row-major, written.
/// - scratch: m * k * 2 bytes for CK_DENSE_BF16, NULL for the others.
/// All formats but CK_DENSE_BF16 add up an output in the order of its inputs on every path, whatever m is.
void ck_dense(ck_dense_format format, const float *_Nonnull x, int64_t m, int64_t k, const void *_Nonnull packed,
              int64_t n, const float *_Nullable bias, float *_Nonnull y, void *_Nullable scratch);

/// Scalar reference of ck_dense().
void ck_dense_ref(ck_dense_format format, const float *_Nonnull x, int64_t m, int64_t k, const void *_Nonnull packed,
                  int64_t n, const float *_Nullable bias, float *_Nonnull y);

/// y[i] = layer_norm(y[i] + x[i]) * gamma + beta over rows of n (Ba et al., 2016); x may be NULL.
void ck_add_layer_norm(float *_Nonnull y, const float *_Nullable x, int64_t m, int64_t n, const float *_Nonnull gamma,
                       const float *_Nonnull beta, float epsilon);
void ck_add_layer_norm_ref(float *_Nonnull y, const float *_Nullable x, int64_t m, int64_t n,
                           const float *_Nonnull gamma, const float *_Nonnull beta, float epsilon);

/// x[i] = x[i] * Phi(x[i]), the Gaussian error linear unit with erf (absolute error of erf below 3e-7).
void ck_gelu(float *_Nonnull x, int64_t count);
void ck_gelu_ref(float *_Nonnull x, int64_t count);

/// Scaled dot-product attention of every position to every position.
///
/// - qkv: [tokens, 3, heads, size], the three projections beside each other; size is a multiple of 16, at most 128.
/// - out: [tokens, heads, size], written.
/// - scratch: ck_attention_scratch() floats, 64-byte aligned.
void ck_attention(const float *_Nonnull qkv, int64_t tokens, int64_t heads, int64_t size, float *_Nonnull out,
                  float *_Nonnull scratch);
void ck_attention_ref(const float *_Nonnull qkv, int64_t tokens, int64_t heads, int64_t size, float *_Nonnull out,
                      float *_Nonnull scratch);
int64_t ck_attention_scratch(int64_t tokens, int64_t size);

#endif
