#include "encoder_avx512.h"

#include "processor.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,fma")))
#include "encoder_vectors.h"

// Rows that share a weight in a register: 12 rows of 32 sums fill 24 of 32 registers.
enum { ROWS = 12 };

static int is_supported(void) { return (ck_cpu_features() & CK_AVX512_BF16) != 0; }

INLINE __m256i to_bf16(__m512 x) { return (__m256i)_mm512_cvtneps_pbh(x); }

// Dot products of `rows` rows of k inputs with 32 outputs: sums[row][half]. `rows` is a constant after inlining.
INLINE void dot(const int rows, const uint16_t *x, int64_t stride, int64_t k, const uint16_t *panel,
                __m512 sums[ROWS][2]) {
    UNROLL for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm512_setzero_ps();
    const uint16_t *x0 = x, *x4 = x + 4 * stride, *x8 = x + 8 * stride;
    for (int64_t i = 0; i < k; i += 2) {
        const __m512bh w0 = (__m512bh)_mm512_load_si512(panel + i * 32);
        const __m512bh w1 = (__m512bh)_mm512_load_si512(panel + i * 32 + 32);
        UNROLL for (int r = 0; r < rows; r++) {
            const uint16_t *row = (r < 4 ? x0 : r < 8 ? x4 : x8) + (r & 3) * stride + i;
            const __m512bh pair = (__m512bh)_mm512_set1_epi32(*(const int32_t *)row);
            sums[r][0] = _mm512_dpbf16_ps(sums[r][0], w0, pair);
            sums[r][1] = _mm512_dpbf16_ps(sums[r][1], w1, pair);
        }
    }
}

// y = epilogue(sums) for one tile; y is its first number. `kind` is a constant after inlining.
INLINE void finish(const int rows, __m512 sums[ROWS][2], const __m512 bias[2], float scale, const ck_epilogue kind,
                   void *y, int64_t stride) {
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int half = 0; half < 2; half++) {
            const int64_t place = r * stride + half * 16;
            const __m512 value = (sums[r][half] + bias[half]) * scale;
            if (kind == CK_ADD) {
                _mm512_storeu_ps((float *)y + place, _mm512_loadu_ps((float *)y + place) + value);
            } else {
                const __m512 result = kind == CK_WRITE_GELU ? gelu(value) : value;
                _mm256_storeu_si256((__m256i *)((uint16_t *)y + place), to_bf16(result));
            }
        }
    }
}

#define FOR_ROWS(rows, CASE)                                                                              \
    switch (rows) {                                                                                       \
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) \
    }

// Rows are cut into tiles of nearly equal height, so that none is left with too few sums to keep the processor busy.
INLINE void dense(const uint16_t *x, int64_t m, int64_t k, const uint16_t *panels, int64_t n, const float *bias,
                  float scale, const ck_epilogue kind, void *y, int64_t stride) {
    const int64_t tiles = (m + ROWS - 1) / ROWS, size = kind == CK_ADD ? 4 : 2;
    for (int64_t column = 0; column < n; column += 32) {
        const uint16_t *panel = panels + column * k;
        const __m512 biases[2] = {_mm512_loadu_ps(bias + column), _mm512_loadu_ps(bias + column + 16)};
        for (int64_t tile = 0; tile < tiles; tile++) {
            const int64_t first = m * tile / tiles, rows = m * (tile + 1) / tiles - first;
            const uint16_t *from = x + first * k;
            void *to = (char *)y + (first * stride + column) * size;
            __m512 sums[ROWS][2];
#define CASE(count)                                                    \
    case count:                                                        \
        dot(count, from, k, k, panel, sums);                           \
        finish(count, sums, biases, scale, kind, to, stride);          \
        break;
            FOR_ROWS(rows, CASE)
#undef CASE
        }
    }
}

TARGET static void dense_with(ck_epilogue epilogue, const uint16_t *x, int64_t m, int64_t k, const uint16_t *panels,
                              int64_t n, const float *bias, float scale, void *y, int64_t stride) {
    switch (epilogue) {
    case CK_WRITE: dense(x, m, k, panels, n, bias, scale, CK_WRITE, y, stride); break;
    case CK_WRITE_GELU: dense(x, m, k, panels, n, bias, scale, CK_WRITE_GELU, y, stride); break;
    case CK_ADD: dense(x, m, k, panels, n, bias, scale, CK_ADD, y, stride); break;
    }
}

// 32 numbers of a row as 16 pairs, from bfloat16 or f32.
INLINE __m512i load_pairs(const void *rows, int64_t place, const int is_f32) {
    if (!is_f32) return _mm512_loadu_si512((const uint16_t *)rows + place);
    const float *x = (const float *)rows + place;
    return (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(x + 16), _mm512_loadu_ps(x));
}

// out[pair][row], 32 words a pair: the transpose of 16 rows of 16 pairs.
INLINE void transpose(__m512i a[16], uint32_t *out) {
    __m512i b[16];
    UNROLL for (int r = 0; r < 16; r += 2) {
        b[r] = _mm512_unpacklo_epi32(a[r], a[r + 1]);
        b[r + 1] = _mm512_unpackhi_epi32(a[r], a[r + 1]);
    }
    // a[4 q + j], lane l: pair 4 l + j of rows 4 q...4 q + 3
    UNROLL for (int q = 0; q < 4; q++) {
        a[4 * q] = _mm512_unpacklo_epi64(b[4 * q], b[4 * q + 2]);
        a[4 * q + 1] = _mm512_unpackhi_epi64(b[4 * q], b[4 * q + 2]);
        a[4 * q + 2] = _mm512_unpacklo_epi64(b[4 * q + 1], b[4 * q + 3]);
        a[4 * q + 3] = _mm512_unpackhi_epi64(b[4 * q + 1], b[4 * q + 3]);
    }
    UNROLL for (int j = 0; j < 4; j++) {
        const __m512i low01 = _mm512_shuffle_i32x4(a[j], a[4 + j], 0x44);
        const __m512i high01 = _mm512_shuffle_i32x4(a[j], a[4 + j], 0xee);
        const __m512i low23 = _mm512_shuffle_i32x4(a[8 + j], a[12 + j], 0x44);
        const __m512i high23 = _mm512_shuffle_i32x4(a[8 + j], a[12 + j], 0xee);
        _mm512_storeu_si512(out + j * 32, _mm512_shuffle_i32x4(low01, low23, 0x88));
        _mm512_storeu_si512(out + (4 + j) * 32, _mm512_shuffle_i32x4(low01, low23, 0xdd));
        _mm512_storeu_si512(out + (8 + j) * 32, _mm512_shuffle_i32x4(high01, high23, 0x88));
        _mm512_storeu_si512(out + (12 + j) * 32, _mm512_shuffle_i32x4(high01, high23, 0xdd));
    }
}

// Rows [n, k] as panels of 32 outputs, see ck_bf16_pack(); k is a multiple of 32, and rows past the last are zeros.
INLINE void pack_rows(const void *rows, int64_t n, int64_t k, uint32_t *out, const int is_f32) {
    for (int64_t first = 0; first < n; first += 16) {
        uint32_t *panel = out + first / 32 * 16 * k + first % 32;
        for (int64_t i = 0; i < k; i += 32) {
            __m512i a[16];
            UNROLL for (int r = 0; r < 16; r++) {
                a[r] = first + r < n ? load_pairs(rows, (first + r) * k + i, is_f32) : _mm512_setzero_si512();
            }
            transpose(a, panel + i * 16);
        }
    }
}

TARGET static void pack_weights(const float *weights, int64_t n, int64_t k, uint32_t *out) {
    pack_rows(weights, n, k, out, 1);
}

// Rows [tokens, size] as panels of 32 outputs with rows as inputs; a row past the last is zeros.
TARGET static void pack_values(const uint16_t *v, int64_t tokens, int64_t size, uint32_t *out) {
    for (int64_t d = 0; d < size; d += 16) {
        uint32_t *panel = out + d / 32 * 32 * ((tokens + 1) / 2) + d % 32;
        for (int64_t t = 0; t < tokens; t += 2, panel += 32) {
            const __m256i even = _mm256_loadu_si256((const __m256i *)(v + t * size + d));
            const __m256i odd = t + 1 < tokens ? _mm256_loadu_si256((const __m256i *)(v + (t + 1) * size + d))
                                               : _mm256_setzero_si256();
            const __m512i high = _mm512_slli_epi32(_mm512_cvtepu16_epi32(odd), 16);
            _mm512_storeu_si512(panel, _mm512_or_si512(_mm512_cvtepu16_epi32(even), high));
        }
    }
}

// 2^x for x <= 0, relative error below 5e-6; 0 for x <= -150.
INLINE __m512 exp2_negative(__m512 x) {
    const __m512 f = _mm512_reduce_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m512 p = _mm512_fmadd_ps(_mm512_set1_ps(9.6718450e-3f), f, _mm512_set1_ps(5.5503324e-2f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.4022652e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.9314716e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1));
    return _mm512_scalef_ps(p, x - f);
}

// The weights of one row of scores, not yet divided by their sum, which is returned. Both rows have a multiple of 32 numbers.
INLINE float soften(const float *scores, int64_t padded, __m512 largest, uint16_t *weights) {
    const __m512 top = _mm512_set1_ps(_mm512_reduce_max_ps(largest));
    __m512 low = _mm512_setzero_ps(), high = low;
    for (int64_t s = 0; s < padded; s += 32) {
        const __m512 a = exp2_negative(_mm512_load_ps(scores + s) - top);
        const __m512 b = exp2_negative(_mm512_load_ps(scores + s + 16) - top);
        _mm512_store_si512(weights + s, (__m512i)_mm512_cvtne2ps_pbh(b, a));
        low += a;
        high += b;
    }
    return _mm512_reduce_add_ps(low + high);
}

// Up to twelve queries.
INLINE void attend(const int rows, const uint16_t *q, const uint16_t *keys, const uint16_t *values, int64_t tokens,
                   int64_t size, uint16_t *out, int64_t stride, float *scores, uint16_t *weights) {
    const int64_t padded = (tokens + 31) & ~(int64_t)31, even = (tokens + 1) & ~(int64_t)1;
    __m512 sums[ROWS][2], largest[ROWS];
    UNROLL for (int r = 0; r < rows; r++) largest[r] = _mm512_set1_ps(-1e30f);
    for (int64_t s = 0; s < padded; s += 32) {
        dot(rows, q, size, size, keys + s * size, sums);
        const uint32_t valid = tokens - s >= 32 ? UINT32_MAX : (1u << (tokens - s)) - 1;
        UNROLL for (int r = 0; r < rows; r++) {
            UNROLL for (int half = 0; half < 2; half++) {
                const __mmask16 mask = (__mmask16)(valid >> half * 16);
                const __m512 score = _mm512_mask_mov_ps(_mm512_set1_ps(-1e30f), mask, sums[r][half]);
                largest[r] = _mm512_max_ps(largest[r], score);
                _mm512_store_ps(scores + r * padded + s + half * 16, score);
            }
        }
    }
    float totals[ROWS];
    UNROLL for (int r = 0; r < rows; r++) {
        totals[r] = soften(scores + r * padded, padded, largest[r], weights + r * padded);
    }
    for (int64_t d = 0; d < size; d += 32) {
        dot(rows, weights, padded, even, values + d * even, sums);
        UNROLL for (int r = 0; r < rows; r++) {
            const __m512 inverse = _mm512_set1_ps(1 / totals[r]);
            const __m512 low = sums[r][0] * inverse, high = sums[r][1] * inverse;
            _mm512_storeu_si512(out + r * stride + d, (__m512i)_mm512_cvtne2ps_pbh(high, low));
        }
    }
}

TARGET static void attention(const uint16_t *q, const uint16_t *k, const uint16_t *v, int64_t tokens, int64_t size,
                             uint16_t *out, int64_t stride, void *scratch) {
    const int64_t padded = (tokens + 31) & ~(int64_t)31, tiles = (tokens + ROWS - 1) / ROWS;
    uint16_t *keys = scratch, *values = keys + padded * size;
    float *scores = (float *)(values + padded * size);
    uint16_t *weights = (uint16_t *)(scores + ROWS * padded);
    pack_rows(k, tokens, size, (uint32_t *)keys, 0);
    pack_values(v, tokens, size, (uint32_t *)values);
    for (int64_t tile = 0; tile < tiles; tile++) {
        const int64_t first = tokens * tile / tiles, rows = tokens * (tile + 1) / tiles - first;
        const uint16_t *from = q + first * size;
        uint16_t *to = out + first * stride;
#define CASE(count)                                                                             \
    case count:                                                                                 \
        attend(count, from, keys, values, tokens, size, to, stride, scores, weights);           \
        break;
        FOR_ROWS(rows, CASE)
#undef CASE
    }
}

TARGET static void layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                              uint16_t *y) {
    for (int64_t row = 0; row < m; row++, x += n, y += n) {
        normalize(x, n, gamma, beta, epsilon);
        for (int64_t i = 0; i < n; i += 16) _mm256_storeu_si256((__m256i *)(y + i), to_bf16(_mm512_loadu_ps(x + i)));
    }
}

int avx512_bf16_pack(const float *weights, int64_t n, int64_t k, uint16_t *panels) {
    if (!is_supported()) return 0;
    pack_weights(weights, n, k, (uint32_t *)panels);
    return 1;
}

int avx512_bf16_dense(const uint16_t *x, int64_t m, int64_t k, const uint16_t *panels, int64_t n, const float *bias,
                      float scale, ck_epilogue kind, void *y, int64_t stride) {
    if (!is_supported()) return 0;
    dense_with(kind, x, m, k, panels, n, bias, scale, y, stride);
    return 1;
}

int avx512_bf16_attention(const uint16_t *q, const uint16_t *k, const uint16_t *v, int64_t tokens, int64_t size,
                          uint16_t *out, int64_t stride, void *scratch) {
    if (!is_supported()) return 0;
    attention(q, k, v, tokens, size, out, stride, scratch);
    return 1;
}

int avx512_bf16_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                           uint16_t *y) {
    if (!is_supported()) return 0;
    layer_norm(x, m, n, gamma, beta, epsilon, y);
    return 1;
}
#else
int avx512_bf16_pack(const float *weights, int64_t n, int64_t k, uint16_t *panels) {
    (void)weights, (void)n, (void)k, (void)panels;
    return 0;
}

int avx512_bf16_dense(const uint16_t *x, int64_t m, int64_t k, const uint16_t *panels, int64_t n, const float *bias,
                      float scale, ck_epilogue kind, void *y, int64_t stride) {
    (void)x, (void)m, (void)k, (void)panels, (void)n, (void)bias, (void)scale, (void)kind, (void)y, (void)stride;
    return 0;
}

int avx512_bf16_attention(const uint16_t *q, const uint16_t *k, const uint16_t *v, int64_t tokens, int64_t size,
                          uint16_t *out, int64_t stride, void *scratch) {
    (void)q, (void)k, (void)v, (void)tokens, (void)size, (void)out, (void)stride, (void)scratch;
    return 0;
}

int avx512_bf16_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                           uint16_t *y) {
    (void)x, (void)m, (void)n, (void)gamma, (void)beta, (void)epsilon, (void)y;
    return 0;
}
#endif
