#include "encoder_avx2.h"

#include "processor.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,fma")))
#define INLINE TARGET static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// Rows that share a weight in a register: 6 rows of 16 sums fill 12 of 16 registers.
enum { ROWS = 6 };

static int is_supported(void) { return (ck_cpu_features() & CK_AVX2) != 0; }

#define FOR_ROWS(rows, CASE) \
    switch (rows) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) }

INLINE __m256 absolute(__m256 x) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x); }

INLINE float largest_of(__m256 x) {
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    four = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(four, _mm_movehdup_ps(four)));
}

// 16 numbers as codes.
INLINE __m256i codes_of(__m256 low, __m256 high, __m256 inverse) {
    const __m256i words = _mm256_packs_epi32(_mm256_cvtps_epi32(low * inverse), _mm256_cvtps_epi32(high * inverse));
    return _mm256_permute4x64_epi64(words, 0xd8);
}

// `count` numbers whose largest is in `largest` as codes; returns their scale.
INLINE float quantize_block(const float *x, int64_t count, __m256 largest, int16_t *codes) {
    const float top = largest_of(largest);
    const __m256 inverse = _mm256_set1_ps(top > 1e-30f ? LARGEST_CODE / top : 0);
    for (int64_t i = 0; i < count; i += 16) {
        _mm256_storeu_si256((__m256i *)(codes + i),
                            codes_of(_mm256_loadu_ps(x + i), _mm256_loadu_ps(x + i + 8), inverse));
    }
    return top / LARGEST_CODE;
}

INLINE __m256 largest_in(const float *x, int64_t count) {
    __m256 low = _mm256_setzero_ps(), high = low;
    for (int64_t i = 0; i < count; i += 16) {
        low = _mm256_max_ps(low, absolute(_mm256_loadu_ps(x + i)));
        high = _mm256_max_ps(high, absolute(_mm256_loadu_ps(x + i + 8)));
    }
    return _mm256_max_ps(low, high);
}

// Dot products of `rows` rows of k inputs with 16 outputs: sums[row][half of them]. `rows` is a constant after inlining.
INLINE void dot(const int rows, const int16_t *x, int64_t stride, int64_t k, const int16_t *w, __m256i sums[ROWS][2]) {
    UNROLL for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm256_setzero_si256();
    for (int64_t i = 0; i < k; i += 2) {
        const __m256i low = _mm256_load_si256((const __m256i *)(w + i * HALF));
        const __m256i high = _mm256_load_si256((const __m256i *)(w + i * HALF + 16));
        UNROLL for (int r = 0; r < rows; r++) {
            const __m256i pair = _mm256_set1_epi32(*(const int32_t *)(x + r * stride + i));
            sums[r][0] = _mm256_add_epi32(sums[r][0], _mm256_madd_epi16(low, pair));
            sums[r][1] = _mm256_add_epi32(sums[r][1], _mm256_madd_epi16(high, pair));
        }
    }
}

// One block of inputs of a tile. `rows` is a constant after inlining.
INLINE void dense_tile(const int rows, const int16_t *x, const float *scales, int64_t k, int64_t block, const int16_t *w,
                       const __m256 factors[2], const __m256 biases[2], int adds, float *y, int64_t stride) {
    __m256i sums[ROWS][2];
    dot(rows, x, k, block, w, sums);
    UNROLL for (int r = 0; r < rows; r++) {
        const __m256 scale = _mm256_set1_ps(scales[r * (k / block)]);
        UNROLL for (int half = 0; half < 2; half++) {
            float *to = y + r * stride + half * 8;
            const __m256 before = adds ? _mm256_loadu_ps(to) + biases[half] : biases[half];
            _mm256_storeu_ps(to, _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums[r][half]), scale * factors[half], before));
        }
    }
}

// Blocks of inputs go through all rows one after the other, so that their weights stay in the first-level cache.
TARGET static void dense(ck_int16_inputs x, int64_t m, const char *panels, int64_t n, const float *bias, float scale,
                         int adds, float *y, int64_t stride) {
    const int64_t k = x.k, block = x.block, blocks = k / block, tiles = (m + ROWS - 1) / ROWS;
    for (int64_t column = 0; column < n; column += HALF) {
        const char *panel = panels + column / PANEL * ck_int16_panel_bytes(k);
        const int16_t *codes = (const int16_t *)panel + column % PANEL * k;
        const float *weight_scales = (const float *)(panel + PANEL * k * 2) + column % PANEL;
        const __m256 all = _mm256_set1_ps(scale);
        const __m256 factors[2] = {_mm256_loadu_ps(weight_scales) * all, _mm256_loadu_ps(weight_scales + 8) * all};
        for (int64_t b = 0; b < blocks; b++) {
            const int is_first = b == 0;
            const __m256 biases[2] = {is_first ? _mm256_loadu_ps(bias + column) * all : _mm256_setzero_ps(),
                                      is_first ? _mm256_loadu_ps(bias + column + 8) * all : _mm256_setzero_ps()};
            for (int64_t tile = 0; tile < tiles; tile++) {
                const int64_t first = m * tile / tiles, rows = m * (tile + 1) / tiles - first;
                const int16_t *from = x.codes + first * k + b * block;
                const float *scales = x.scales + first * blocks + b;
                float *to = y + first * stride + column;
#define CASE(count)                                                                                            \
    case count:                                                                                                \
        dense_tile(count, from, scales, k, block, codes + b * block * HALF, factors, biases, adds || !is_first, to, \
                   stride);                                                                                    \
        break;
                FOR_ROWS(rows, CASE)
#undef CASE
            }
        }
    }
}

TARGET static void quantize(const float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    for (int64_t row = 0; row < m; row++) {
        int16_t *codes = y.codes + row * y.k + first;
        float *scales = y.scales + row * (y.k / y.block) + first / y.block;
        for (int64_t i = 0; i < n; i += y.block) {
            const float *from = x + row * stride + i;
            scales[i / y.block] = quantize_block(from, y.block, largest_in(from, y.block), codes + i);
        }
    }
}

// gelu(x) = max(x, 0) - r(|x|), where r(a) = a Phi(-a) is a polynomial of degree 14 in t = 2 a / 5 - 1 through the Chebyshev
// nodes of 0 <= a <= 5; beyond that r < 1.5e-6 counts as r(5).
static const float gelu_coefficients[15] = {
    1.55243556e-02f,  -9.40221560e-02f, 2.32772588e-01f,  -2.56968193e-01f, -1.90705853e-02f,
    4.18989128e-01f,  -4.80645165e-01f, 7.72643398e-02f,  3.16230762e-01f,  -2.51408551e-01f,
    -4.99099313e-02f, 1.31590151e-01f,  -2.37546634e-02f, -2.54443757e-02f, 8.85351886e-03f,
};

INLINE __m256 gelu(__m256 x) {
    const __m256 t = _mm256_min_ps(absolute(x), _mm256_set1_ps(5)) * 0.4f - 1.0f;
    __m256 r = _mm256_set1_ps(gelu_coefficients[14]);
    UNROLL for (int d = 13; d >= 0; d--) r = _mm256_fmadd_ps(r, t, _mm256_set1_ps(gelu_coefficients[d]));
    return _mm256_max_ps(x, _mm256_setzero_ps()) - r;
}

TARGET static void gelu_rows(float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    for (int64_t row = 0; row < m; row++) {
        int16_t *codes = y.codes + row * y.k + first;
        float *scales = y.scales + row * (y.k / y.block) + first / y.block;
        for (int64_t i = 0; i < n; i += y.block) {
            float *block = x + row * stride + i;
            __m256 low = _mm256_setzero_ps(), high = low;
            for (int64_t j = 0; j < y.block; j += 16) {
                const __m256 a = gelu(_mm256_loadu_ps(block + j)), b = gelu(_mm256_loadu_ps(block + j + 8));
                _mm256_storeu_ps(block + j, a);
                _mm256_storeu_ps(block + j + 8, b);
                low = _mm256_max_ps(low, absolute(a));
                high = _mm256_max_ps(high, absolute(b));
            }
            scales[i / y.block] = quantize_block(block, y.block, _mm256_max_ps(low, high), codes + i);
        }
    }
}

// 2^x for x <= 0, relative error below 5e-6; tiny for x <= -126.
INLINE __m256 exp2_negative(__m256 x) {
    x = _mm256_max_ps(x, _mm256_set1_ps(-126));
    const __m256 whole = _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m256 f = x - whole;
    __m256 p = _mm256_fmadd_ps(_mm256_set1_ps(9.6718450e-3f), f, _mm256_set1_ps(5.5503324e-2f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(2.4022652e-1f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(6.9314716e-1f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(1));
    return (__m256)_mm256_add_epi32((__m256i)p, _mm256_slli_epi32(_mm256_cvtps_epi32(whole), 23));
}

// What is kept of one head while its queries go through.
typedef struct {
    int64_t tokens, size, padded;  // tokens to whole halves of panels
    int16_t *queries, *keys, *values;
    float *query_scales, *key_scales, *value_scales;
    float *scores;     // [6][padded]
    int16_t *weights;  // [6][padded]
} head;

// Keys as panels of 16 outputs with their scales: [padded / 16][size / 2][16][2]. Those past the last are zeros.
TARGET static void pack_keys(const head *h, const float *k) {
    int16_t codes[128];
    for (int64_t t = 0; t < h->padded; t++) {
        int32_t *panel = (int32_t *)(h->keys + t / HALF * HALF * h->size) + t % HALF;
        if (t < h->tokens) {
            const float *row = k + t * h->size;
            h->key_scales[t] = quantize_block(row, h->size, largest_in(row, h->size), codes);
        } else {
            h->key_scales[t] = 0;
        }
        for (int64_t pair = 0; pair < h->size / 2; pair++) {
            panel[pair * HALF] = t < h->tokens ? ((const int32_t *)codes)[pair] : 0;
        }
    }
}

// Values as panels of 16 outputs, whose inputs are the tokens: [size / 16][padded / 2][16][2], and a scale an output.
TARGET static void pack_values(const head *h, const float *v) {
    for (int64_t d = 0; d < h->size; d += HALF) {
        __m256 low = _mm256_setzero_ps(), high = low;
        for (int64_t t = 0; t < h->tokens; t++) {
            low = _mm256_max_ps(low, absolute(_mm256_loadu_ps(v + t * h->size + d)));
            high = _mm256_max_ps(high, absolute(_mm256_loadu_ps(v + t * h->size + d + 8)));
        }
        low = _mm256_max_ps(low, _mm256_set1_ps(1e-30f));
        high = _mm256_max_ps(high, _mm256_set1_ps(1e-30f));
        const __m256 codes = _mm256_set1_ps(LARGEST_CODE);
        _mm256_storeu_ps(h->value_scales + d, low / codes);
        _mm256_storeu_ps(h->value_scales + d + 8, high / codes);
        low = codes / low;
        high = codes / high;
        int16_t *panel = h->values + d * h->padded;
        for (int64_t t = 0; t < h->padded; t += 2, panel += PANEL) {
            __m256i both[2];
            for (int half = 0; half < 2; half++) {
                const float *even = v + t * h->size + d + half * 8, *odd = even + h->size;
                const __m256 inverse = half == 0 ? low : high;
                const __m256i a = t < h->tokens ? _mm256_cvtps_epi32(_mm256_loadu_ps(even) * inverse) : _mm256_setzero_si256();
                const __m256i b =
                    t + 1 < h->tokens ? _mm256_cvtps_epi32(_mm256_loadu_ps(odd) * inverse) : _mm256_setzero_si256();
                both[half] = _mm256_blend_epi16(a, _mm256_slli_epi32(b, 16), 0xaa);
            }
            _mm256_store_si256((__m256i *)panel, both[0]);
            _mm256_store_si256((__m256i *)(panel + 16), both[1]);
        }
    }
}

// The weights of one row of scores as codes, and the sum of the codes.
INLINE float soften(const float *scores, int64_t padded, __m256 largest, int16_t *weights) {
    const __m256 top = _mm256_set1_ps(largest_of(largest)), codes = _mm256_set1_ps(LARGEST_CODE);
    __m256i sums = _mm256_setzero_si256();
    for (int64_t s = 0; s < padded; s += 16) {
        const __m256 a = exp2_negative(_mm256_loadu_ps(scores + s) - top);
        const __m256 b = exp2_negative(_mm256_loadu_ps(scores + s + 8) - top);
        const __m256i words = codes_of(a, b, codes);
        _mm256_storeu_si256((__m256i *)(weights + s), words);
        sums = _mm256_add_epi32(sums, _mm256_madd_epi16(words, _mm256_set1_epi16(1)));
    }
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
    return (float)_mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xb1)));
}

// Up to six queries from `first` on; `rows` is a constant after inlining.
INLINE void attend(const int rows, const head *h, int64_t first, ck_int16_inputs out, int64_t column) {
    const int64_t size = h->size, padded = h->padded;
    __m256i dots[ROWS][2];
    __m256 largest[ROWS];
    UNROLL for (int r = 0; r < rows; r++) largest[r] = _mm256_set1_ps(-1e30f);
    for (int64_t s = 0; s < padded; s += HALF) {
        dot(rows, h->queries + first * size, size, size, h->keys + s * size, dots);
        UNROLL for (int half = 0; half < 2; half++) {
            const __m256 scales = _mm256_loadu_ps(h->key_scales + s + half * 8);
            const __m256i places = _mm256_add_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7),
                                                    _mm256_set1_epi32((int32_t)(s + half * 8)));
            const __m256 is_past = (__m256)_mm256_cmpgt_epi32(places, _mm256_set1_epi32((int32_t)(h->tokens - 1)));
            UNROLL for (int r = 0; r < rows; r++) {
                const __m256 scale = _mm256_set1_ps(h->query_scales[first + r]) * scales;
                const __m256 score =
                    _mm256_blendv_ps(_mm256_cvtepi32_ps(dots[r][half]) * scale, _mm256_set1_ps(-1e30f), is_past);
                largest[r] = _mm256_max_ps(largest[r], score);
                _mm256_storeu_ps(h->scores + r * padded + s + half * 8, score);
            }
        }
    }
    float totals[ROWS], sums[ROWS][128];
    UNROLL for (int r = 0; r < rows; r++) {
        totals[r] = soften(h->scores + r * padded, padded, largest[r], h->weights + r * padded);
    }
    for (int64_t d = 0; d < size; d += HALF) {
        // Of more tokens the integer sums could overflow.
        for (int64_t s = 0; s < padded; s += LONGEST_BLOCK) {
            const int64_t count = padded - s < LONGEST_BLOCK ? padded - s : LONGEST_BLOCK;
            dot(rows, h->weights + s, padded, count, h->values + d * padded + s * HALF, dots);
            UNROLL for (int r = 0; r < rows; r++) {
                UNROLL for (int half = 0; half < 2; half++) {
                    float *to = &sums[r][d + half * 8];
                    const __m256 value = _mm256_cvtepi32_ps(dots[r][half]);
                    _mm256_storeu_ps(to, s == 0 ? value : _mm256_loadu_ps(to) + value);
                }
            }
        }
    }
    for (int r = 0; r < rows; r++) {
        const __m256 inverse = _mm256_set1_ps(1 / totals[r]);
        for (int64_t d = 0; d < size; d += 8) {
            _mm256_storeu_ps(&sums[r][d],
                             _mm256_loadu_ps(&sums[r][d]) * (inverse * _mm256_loadu_ps(h->value_scales + d)));
        }
        const ck_int16_inputs to = {.codes = out.codes + (first + r) * out.k,
                                    .scales = out.scales + (first + r) * (out.k / out.block),
                                    .k = out.k,
                                    .block = out.block};
        quantize(sums[r], 1, size, size, to, column);
    }
}

static void *take(char **scratch, int64_t bytes) {
    void *result = *scratch;
    *scratch += (bytes + 63) & ~(int64_t)63;
    return result;
}

TARGET static void attention(const float *q, const float *k, const float *v, int64_t tokens, int64_t size,
                             ck_int16_inputs out, int64_t column, char *scratch) {
    head h = {.tokens = tokens, .size = size, .padded = (tokens + 15) & ~(int64_t)15};
    h.queries = take(&scratch, tokens * size * 2);
    h.keys = take(&scratch, h.padded * size * 2);
    h.values = take(&scratch, h.padded * size * 2);
    h.query_scales = take(&scratch, tokens * 4);
    h.key_scales = take(&scratch, h.padded * 4);
    h.value_scales = take(&scratch, size * 4);
    h.scores = take(&scratch, ROWS * h.padded * 4);
    h.weights = take(&scratch, ROWS * h.padded * 2);
    quantize(q, tokens, size, size, (ck_int16_inputs){h.queries, h.query_scales, size, size}, 0);
    pack_keys(&h, k);
    pack_values(&h, v);
    const int64_t tiles = (tokens + ROWS - 1) / ROWS;
    for (int64_t tile = 0; tile < tiles; tile++) {
        const int64_t first = tokens * tile / tiles, rows = tokens * (tile + 1) / tiles - first;
#define CASE(count)                              \
    case count:                                  \
        attend(count, &h, first, out, column);   \
        break;
        FOR_ROWS(rows, CASE)
#undef CASE
    }
}

int avx2_int16_dense(ck_int16_inputs x, int64_t m, const void *panels, int64_t n, const float *bias, float scale, int adds,
                     float *y, int64_t stride) {
    if (!is_supported()) return 0;
    dense(x, m, panels, n, bias, scale, adds, y, stride);
    return 1;
}

int avx2_int16_quantize(const float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    if (!is_supported()) return 0;
    quantize(x, m, n, stride, y, first);
    return 1;
}

int avx2_int16_gelu(float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    if (!is_supported()) return 0;
    gelu_rows(x, m, n, stride, y, first);
    return 1;
}

int avx2_int16_attention(const float *q, const float *k, const float *v, int64_t tokens, int64_t size, ck_int16_inputs out,
                         int64_t first, void *scratch) {
    if (!is_supported()) return 0;
    attention(q, k, v, tokens, size, out, first, scratch);
    return 1;
}
#else
int avx2_int16_dense(ck_int16_inputs x, int64_t m, const void *panels, int64_t n, const float *bias, float scale, int adds,
                     float *y, int64_t stride) {
    (void)x, (void)m, (void)panels, (void)n, (void)bias, (void)scale, (void)adds, (void)y, (void)stride;
    return 0;
}

int avx2_int16_quantize(const float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    (void)x, (void)m, (void)n, (void)stride, (void)y, (void)first;
    return 0;
}

int avx2_int16_gelu(float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    (void)x, (void)m, (void)n, (void)stride, (void)y, (void)first;
    return 0;
}

int avx2_int16_attention(const float *q, const float *k, const float *v, int64_t tokens, int64_t size, ck_int16_inputs out,
                         int64_t first, void *scratch) {
    (void)q, (void)k, (void)v, (void)tokens, (void)size, (void)out, (void)first, (void)scratch;
    return 0;
}
#endif
