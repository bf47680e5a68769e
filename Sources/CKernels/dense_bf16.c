#include "dense_bf16.h"

#include "processor.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

TARGET static void convert(const float *x, int64_t count, uint16_t *out) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        _mm256_storeu_si256((__m256i *)(out + i), (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(x + i)));
    }
    if (i < count) {
        const __mmask16 rest = (__mmask16)((1u << (count - i)) - 1);
        _mm256_mask_storeu_epi16(out + i, rest, (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(rest, x + i)));
    }
}

// `rows` x 32 outputs of one panel, all sums in registers; `rows` is a constant after inlining.
TARGET static inline __attribute__((always_inline)) void tile(const int rows, const uint16_t *x, int64_t k,
                                                              const uint16_t *panel, __m512 *out) {
    __m512 sums[12][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm512_setzero_ps();
    const uint16_t *x0 = x, *x4 = x + 4 * k, *x8 = x + 8 * k;
    for (int64_t i = 0; i < k; i += 2) {
        const __m512bh w0 = (__m512bh)_mm512_load_si512(panel + i * 32);
        const __m512bh w1 = (__m512bh)_mm512_load_si512(panel + i * 32 + 32);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            const uint16_t *row = (r < 4 ? x0 : r < 8 ? x4 : x8) + (r & 3) * k + i;
            const __m512bh pair = (__m512bh)_mm512_set1_epi32(*(const int32_t *)row);
            sums[r][0] = _mm512_dpbf16_ps(sums[r][0], w0, pair);
            sums[r][1] = _mm512_dpbf16_ps(sums[r][1], w1, pair);
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        out[r * 2] = sums[r][0];
        out[r * 2 + 1] = sums[r][1];
    }
}

TARGET static void store(const __m512 *sums, int rows, int64_t column, int64_t n, const float *bias, float *y) {
    const int64_t count = n - column < 32 ? n - column : 32;
    const __mmask16 low = count >= 16 ? 0xffff : (__mmask16)((1u << count) - 1);
    const __mmask16 high = count >= 32 ? 0xffff : count > 16 ? (__mmask16)((1u << (count - 16)) - 1) : 0;
    __m512 bias_low = _mm512_setzero_ps(), bias_high = _mm512_setzero_ps();
    if (bias) {
        bias_low = _mm512_maskz_loadu_ps(low, bias + column);
        bias_high = _mm512_maskz_loadu_ps(high, bias + column + 16);
    }
    for (int r = 0; r < rows; r++) {
        _mm512_mask_storeu_ps(y + r * n + column, low, _mm512_add_ps(sums[r * 2], bias_low));
        _mm512_mask_storeu_ps(y + r * n + column + 16, high, _mm512_add_ps(sums[r * 2 + 1], bias_high));
    }
}

TARGET static void dense(const uint16_t *x, int64_t m, int64_t k, const uint16_t *packed, int64_t n, const float *bias,
                         float *y) {
    for (int64_t column = 0; column < n; column += 32) {
        const uint16_t *panel = packed + column * k;
        for (int64_t row = 0; row < m;) {
            __m512 sums[24];
            const int64_t left = m - row;
            const int rows = left >= 12 ? 12 : left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
            const uint16_t *from = x + row * k;
            switch (rows) {
            case 12: tile(12, from, k, panel, sums); break;
            case 8: tile(8, from, k, panel, sums); break;
            case 4: tile(4, from, k, panel, sums); break;
            case 2: tile(2, from, k, panel, sums); break;
            default: tile(1, from, k, panel, sums);
            }
            store(sums, rows, column, n, bias, y + row * n);
            row += rows;
        }
    }
}

int ck_dense_bf16(const float *x, int64_t m, int64_t k, const void *packed, int64_t n, const float *bias, float *y,
                  void *scratch) {
    if (!(ck_cpu_features() & CK_AVX512_BF16)) return 0;
    convert(x, m * k, scratch);
    dense(scratch, m, k, packed, n, bias, y);
    return 1;
}
#else
int ck_dense_bf16(const float *x, int64_t m, int64_t k, const void *packed, int64_t n, const float *bias, float *y,
                  void *scratch) {
    (void)x, (void)m, (void)k, (void)packed, (void)n, (void)bias, (void)y, (void)scratch;
    return 0;
}
#endif
