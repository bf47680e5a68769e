#include "encoder_vnni.h"

#include "processor.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")))
#include "encoder_vectors.h"

// Rows that share a weight in a register: 6 rows of 32 outputs have 12 integer and 12 f32 sums in 24 of 32 registers.
enum { ROWS = 6, BLOCK = 32 };

static int is_supported(void) { return (ck_cpu_features() & CK_AVX512_VNNI) != 0; }

// 32 numbers as codes; the scale they share goes to `scale`.
INLINE __m256i quantize_block(__m512 low, __m512 high, float *scale) {
    const float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(low), _mm512_abs_ps(high)));
    const __m512 inverse = _mm512_set1_ps(largest > 1e-30f ? 127 / largest : 0);
    *scale = largest / 127;
    const __m128i first = _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(low * inverse));
    const __m128i second = _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(high * inverse));
    return _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
}

INLINE void quantize_row(__m512 low, __m512 high, ck_int8_inputs *y, int64_t row) {
    const __m256i codes = quantize_block(low, high, &y->scale[row]);
    _mm256_storeu_si256((__m256i *)y->codes[row], codes);
    const __m256i sums = _mm256_dpbusd_epi32(_mm256_setzero_si256(), _mm256_set1_epi8(-128), codes);
    const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
    y->offset[row] = -_mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xb1)));
}

TARGET static void pack(const float *weights, int64_t n, int64_t k, ck_int8_weights *panels) {
    for (int64_t row = 0; row < n; row++) {
        ck_int8_weights *block = panels + row / 32 * (k / BLOCK);
        for (int64_t i = 0; i < k; i += BLOCK, block++) {
            const float *x = weights + row * k + i;
            const __m256i codes = quantize_block(_mm512_loadu_ps(x), _mm512_loadu_ps(x + 16), &block->scale[row % 32]);
            uint32_t words[8];
            _mm256_storeu_si256((__m256i *)words, _mm256_xor_si256(codes, _mm256_set1_epi8(-128)));
            for (int group = 0; group < 8; group++) __builtin_memcpy(block->codes[group][row % 32], words + group, 4);
        }
    }
}

// Dot products of `rows` rows with 32 outputs: sums[row][half]. `rows` is a constant after inlining.
INLINE void dot(const int rows, const ck_int8_inputs *x, const ck_int8_weights *w, int64_t blocks,
                __m512 sums[ROWS][2]) {
    UNROLL for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm512_setzero_ps();
    for (int64_t b = 0; b < blocks; b++, x++, w++) {
        __m512i dots[ROWS][2];
        UNROLL for (int r = 0; r < rows; r++) dots[r][0] = dots[r][1] = _mm512_set1_epi32(x->offset[r]);
        UNROLL for (int group = 0; group < 8; group++) {
            const __m512i low = _mm512_load_si512(w->codes[group]), high = _mm512_load_si512(w->codes[group][16]);
            UNROLL for (int r = 0; r < rows; r++) {
                const __m512i four = _mm512_set1_epi32(((const int32_t *)x->codes[r])[group]);
                dots[r][0] = _mm512_dpbusd_epi32(dots[r][0], low, four);
                dots[r][1] = _mm512_dpbusd_epi32(dots[r][1], high, four);
            }
        }
        UNROLL for (int half = 0; half < 2; half++) {
            const __m512 scale = _mm512_load_ps(w->scale + half * 16);
            UNROLL for (int r = 0; r < rows; r++) {
                const __m512 value = _mm512_cvtepi32_ps(dots[r][half]);
                sums[r][half] = _mm512_fmadd_ps(value, scale * _mm512_set1_ps(x->scale[r]), sums[r][half]);
            }
        }
    }
}

// The nearest bfloat16, ties to even.
INLINE __m256i to_bf16(__m512 x) {
    const __m512i bits = _mm512_castps_si512(x);
    const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
    const __m512i rounded = _mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7fff)), odd);
    return _mm512_cvtepi32_epi16(_mm512_srli_epi32(rounded, 16));
}

// y = epilogue(sums) for one tile; y is its first number, or its inputs of the next layer. `kind` is a constant after inlining.
INLINE void finish(const int rows, __m512 sums[ROWS][2], const __m512 bias[2], float scale, const ck_epilogue kind,
                   void *y, int64_t stride) {
    UNROLL for (int r = 0; r < rows; r++) {
        const __m512 low = (sums[r][0] + bias[0]) * scale, high = (sums[r][1] + bias[1]) * scale;
        if (kind == CK_WRITE_GELU) {
            quantize_row(gelu(low), gelu(high), y, r);
        } else if (kind == CK_WRITE) {
            __m256i *to = (__m256i *)((uint16_t *)y + r * stride);
            _mm256_storeu_si256(to, to_bf16(low));
            _mm256_storeu_si256(to + 1, to_bf16(high));
        } else {
            float *to = (float *)y + r * stride;
            _mm512_storeu_ps(to, _mm512_loadu_ps(to) + low);
            _mm512_storeu_ps(to + 16, _mm512_loadu_ps(to + 16) + high);
        }
    }
}

INLINE void dense(const ck_int8_inputs *x, int64_t m, int64_t k, const ck_int8_weights *panels, int64_t n,
                  const float *bias, float scale, const ck_epilogue kind, void *y, int64_t stride) {
    const int64_t blocks = k / BLOCK;
    for (int64_t column = 0; column < n; column += 32, panels += blocks) {
        const __m512 biases[2] = {_mm512_loadu_ps(bias + column), _mm512_loadu_ps(bias + column + 16)};
        for (int64_t row = 0; row < m; row += ROWS) {
            const ck_int8_inputs *from = x + row / ROWS * blocks;
            const int64_t place = row * stride + column;
            void *to = kind == CK_ADD     ? (void *)((float *)y + place)
                       : kind == CK_WRITE ? (void *)((uint16_t *)y + place)
                                          : (ck_int8_inputs *)y + row / ROWS * (stride / 32) + column / 32;
            __m512 sums[ROWS][2];
#define CASE(count)                                               \
    case count:                                                   \
        dot(count, from, panels, blocks, sums);                   \
        finish(count, sums, biases, scale, kind, to, stride);     \
        break;
            switch (m - row < ROWS ? m - row : ROWS) {
                CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
            }
#undef CASE
        }
    }
}

TARGET static void dense_with(ck_epilogue epilogue, const ck_int8_inputs *x, int64_t m, int64_t k, const ck_int8_weights *panels,
                              int64_t n, const float *bias, float scale, void *y, int64_t stride) {
    switch (epilogue) {
    case CK_WRITE: dense(x, m, k, panels, n, bias, scale, CK_WRITE, y, stride); break;
    case CK_WRITE_GELU: dense(x, m, k, panels, n, bias, scale, CK_WRITE_GELU, y, stride); break;
    case CK_ADD: dense(x, m, k, panels, n, bias, scale, CK_ADD, y, stride); break;
    }
}

INLINE __m512 from_bf16(const uint16_t *x) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)x)), 16));
}

TARGET static void quantize(const uint16_t *x, int64_t m, int64_t n, ck_int8_inputs *y, int64_t stride) {
    for (int64_t row = 0; row < m; row++, x += n) {
        ck_int8_inputs *to = y + row / ROWS * (stride / 32);
        for (int64_t i = 0; i < n; i += BLOCK) {
            quantize_row(from_bf16(x + i), from_bf16(x + i + 16), to + i / BLOCK, row % ROWS);
        }
    }
}

TARGET static void layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                              ck_int8_inputs *y) {
    for (int64_t row = 0; row < m; row++, x += n) {
        normalize(x, n, gamma, beta, epsilon);
        ck_int8_inputs *to = y + row / ROWS * (n / BLOCK);
        for (int64_t i = 0; i < n; i += BLOCK) {
            quantize_row(_mm512_loadu_ps(x + i), _mm512_loadu_ps(x + i + 16), to + i / BLOCK, row % ROWS);
        }
    }
}

int vnni_pack(const float *weights, int64_t n, int64_t k, ck_int8_weights *panels) {
    if (!is_supported()) return 0;
    pack(weights, n, k, panels);
    return 1;
}

int vnni_dense(const ck_int8_inputs *x, int64_t m, int64_t k, const ck_int8_weights *panels, int64_t n,
               const float *bias, float scale, ck_epilogue epilogue, void *y, int64_t stride) {
    if (!is_supported()) return 0;
    dense_with(epilogue, x, m, k, panels, n, bias, scale, y, stride);
    return 1;
}

int vnni_quantize(const uint16_t *x, int64_t m, int64_t n, ck_int8_inputs *y, int64_t stride) {
    if (!is_supported()) return 0;
    quantize(x, m, n, y, stride);
    return 1;
}

int vnni_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                    ck_int8_inputs *y) {
    if (!is_supported()) return 0;
    layer_norm(x, m, n, gamma, beta, epsilon, y);
    return 1;
}
#else
int vnni_pack(const float *weights, int64_t n, int64_t k, ck_int8_weights *panels) {
    (void)weights, (void)n, (void)k, (void)panels;
    return 0;
}

int vnni_dense(const ck_int8_inputs *x, int64_t m, int64_t k, const ck_int8_weights *panels, int64_t n,
               const float *bias, float scale, ck_epilogue epilogue, void *y, int64_t stride) {
    (void)x, (void)m, (void)k, (void)panels, (void)n, (void)bias, (void)scale, (void)epilogue, (void)y, (void)stride;
    return 0;
}

int vnni_quantize(const uint16_t *x, int64_t m, int64_t n, ck_int8_inputs *y, int64_t stride) {
    (void)x, (void)m, (void)n, (void)y, (void)stride;
    return 0;
}

int vnni_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                    ck_int8_inputs *y) {
    (void)x, (void)m, (void)n, (void)gamma, (void)beta, (void)epsilon, (void)y;
    return 0;
}
#endif
