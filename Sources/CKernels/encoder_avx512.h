#ifndef CK_ENCODER_AVX512_H
#define CK_ENCODER_AVX512_H

#include "encoder_kernels.h"

// The kernels of encoder_kernels.h on AVX-512 BF16. They return 0, and do nothing, where the processor has none.

int avx512_bf16_pack(const float *weights, int64_t n, int64_t k, uint16_t *panels);
int avx512_bf16_dense(const uint16_t *x, int64_t m, int64_t k, const uint16_t *panels, int64_t n, const float *bias,
                      float scale, ck_epilogue epilogue, void *y, int64_t stride);
int avx512_bf16_attention(const uint16_t *q, const uint16_t *k, const uint16_t *v, int64_t tokens, int64_t size,
                          uint16_t *out, int64_t stride, void *scratch);
int avx512_bf16_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                           uint16_t *y);

#endif
