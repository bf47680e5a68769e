// What the encoder's kernels for AVX-512 share. Included with
//   TARGET   the target attribute, AVX-512 F, BW, VL and DQ at the least

#include <immintrin.h>

#include "encoder_gelu.h"

#define INLINE TARGET static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE __m512 gelu(__m512 x) {
    const __m512 a = _mm512_min_ps(_mm512_abs_ps(x) * 5.33333333f, _mm512_set1_ps(31));
    const __m512 shifted = a + 12582912.0f;  // the last five bits are the nearest whole number
    const __m512 f = a - (shifted - 12582912.0f);
    const __m512i i = (__m512i)shifted;
    __m512 c[4];
    UNROLL for (int d = 0; d < 4; d++) {
        c[d] = _mm512_permutex2var_ps(_mm512_load_ps(ck_gelu_table[d]), i, _mm512_load_ps(ck_gelu_table[d] + 16));
    }
    const __m512 r = _mm512_fmadd_ps(_mm512_fmadd_ps(_mm512_fmadd_ps(c[3], f, c[2]), f, c[1]), f, c[0]);
    return _mm512_max_ps(x, _mm512_setzero_ps()) - r;
}

// x = layer_norm(x) * gamma + beta for a row of n numbers; n is a multiple of 32.
INLINE void normalize(float *x, int64_t n, const float *gamma, const float *beta, float epsilon) {
    __m512 sums[2] = {};
    for (int64_t i = 0; i < n; i += 32) {
        sums[0] += _mm512_loadu_ps(x + i);
        sums[1] += _mm512_loadu_ps(x + i + 16);
    }
    const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sums[0] + sums[1]) / (float)n);
    __m512 squares[2] = {};
    for (int64_t i = 0; i < n; i += 32) {
        const __m512 a = _mm512_loadu_ps(x + i) - mean, b = _mm512_loadu_ps(x + i + 16) - mean;
        squares[0] += a * a;
        squares[1] += b * b;
    }
    const float variance = _mm512_reduce_add_ps(squares[0] + squares[1]) / (float)n;
    const __m512 inverse = _mm512_set1_ps(1 / __builtin_sqrtf(variance + epsilon));
    for (int64_t i = 0; i < n; i += 16) {
        const __m512 scaled = (_mm512_loadu_ps(x + i) - mean) * inverse;
        _mm512_storeu_ps(x + i, scaled * _mm512_loadu_ps(gamma + i) + _mm512_loadu_ps(beta + i));
    }
}
