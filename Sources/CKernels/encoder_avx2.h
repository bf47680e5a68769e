#ifndef CK_ENCODER_AVX2_H
#define CK_ENCODER_AVX2_H

#include "encoder_int16.h"

// What they share with the scalar references. Of LONGEST_BLOCK products of two codes the sum is just below 2^31; outputs stand in
// panels of 32, whose halves are packed one behind the other.
enum { LARGEST_CODE = 2047, LONGEST_BLOCK = 512, PANEL = 32, HALF = 16 };

// The kernels of encoder_int16.h on AVX2. They return 0, and do nothing, where the processor has none.

int avx2_int16_dense(ck_int16_inputs x, int64_t m, const void *panels, int64_t n, const float *bias, float scale, int adds,
                     float *y, int64_t stride);
int avx2_int16_quantize(const float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first);
int avx2_int16_gelu(float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first);
int avx2_int16_attention(const float *q, const float *k, const float *v, int64_t tokens, int64_t size, ck_int16_inputs out,
                         int64_t first, void *scratch);

#endif
