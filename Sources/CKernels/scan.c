#include "scan.h"

#include <math.h>
#include <string.h>

#include "processor.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { GROUP = 128, PLANES = 4, PLACES = 512 };

int64_t ck_vector_padded(int64_t n) { return (n + GROUP - 1) / GROUP * GROUP; }
int64_t ck_vector_code_bytes(int64_t n) { return ck_vector_padded(n) / 4; }
int64_t ck_vector_rest_bytes(int64_t n) { return 8 + ck_vector_padded(n) / 8 * 9; }

// What the intervals of a vector are.
typedef struct {
    float length, reach, step, inner, outer;
} intervals;

static intervals intervals_of(const uint8_t *rest, int64_t n) {
    intervals v;
    memcpy(&v.length, rest, 4);
    memcpy(&v.reach, rest + 4, 4);
    v.step = 1 / sqrtf((float)n);
    v.inner = v.step / PLACES;
    v.outer = v.reach > v.step ? (v.reach - v.step) / PLACES : 0;
    return v;
}

void ck_vector_pack(const float *x, int64_t n, uint8_t *codes, uint8_t *rest) {
    const int64_t padded = ck_vector_padded(n);
    memset(codes, 0, (size_t)ck_vector_code_bytes(n));
    memset(rest, 0, (size_t)ck_vector_rest_bytes(n));
    double squares = 0;
    float largest = 0;
    for (int64_t i = 0; i < n; i++) {
        squares += (double)x[i] * x[i];
        largest = fmaxf(largest, fabsf(x[i]));
    }
    const float length = (float)sqrt(squares);
    const float inverse = length > 0 ? 1 / length : 0;
    const float reach = isfinite(inverse) ? largest * inverse : 0;
    memcpy(rest, &length, 4);
    memcpy(rest + 4, &reach, 4);
    if (reach == 0) return;
    const intervals v = intervals_of(rest, n);
    uint8_t *upper = rest + 8, *lowest = upper + padded;
    for (int64_t i = 0; i < padded; i++) {
        const float u = i < n ? x[i] * inverse : 0;
        const int code = u < -v.step ? 0 : u < 0 ? 1 : u < v.step ? 2 : 3;
        const float start = code == 0 ? -reach : (float)(code - 2) * v.step;
        const float width = code == 0 || code == 3 ? v.outer : v.inner;
        const float place = width > 0 ? (u - start) / width : 0;
        const int bits = place < 0 ? 0 : place > PLACES - 1 ? PLACES - 1 : (int)place;
        const int64_t group = i / GROUP, j = i % GROUP;
        codes[group * 32 + j % 32] |= (uint8_t)(code << (j / 32 * 2));
        upper[i] = (uint8_t)(bits >> 1);
        lowest[group * 16 + j % 16] |= (uint8_t)((bits & 1) << (j / 16));
    }
}

// Number i of sixteen that begin at number `part` * 16 of a group, in units of the vector's length.
static inline __attribute__((always_inline)) float number(const intervals *v, const uint8_t *codes,
                                                          const uint8_t *upper, const uint8_t *lowest, int part,
                                                          int i) {
    const int code = codes[part % 2 * 16 + i] >> (part / 2 * 2) & 3;
    const int bits = upper[part * 16 + i] * 2 + (lowest[i] >> part & 1);
    const float start = code == 0 ? -v->reach : (float)(code - 2) * v->step;
    const float width = code == 0 || code == 3 ? v->outer : v->inner;
    return start + ((float)bits + 0.5f) * width;
}

void ck_vector_unpack(const uint8_t *codes, const uint8_t *rest, int64_t n, float *x) {
    const intervals v = intervals_of(rest, n);
    const uint8_t *upper = rest + 8, *lowest = upper + ck_vector_padded(n);
    for (int64_t i = 0; i < n; i++) {
        const int64_t group = i / GROUP, j = i % GROUP;
        const float u = number(&v, codes + group * 32, upper + group * GROUP, lowest + group * 16, (int)(j / 16),
                               (int)(j % 16));
        x[i] = v.reach > 0 ? u * v.length : 0;
    }
}

static inline __attribute__((always_inline)) float dot(const uint8_t *codes, const uint8_t *rest, int64_t n,
                                                       const float *query) {
    const intervals v = intervals_of(rest, n);
    if (!(v.reach > 0)) return 0;
    const int64_t padded = ck_vector_padded(n);
    const uint8_t *upper = rest + 8, *lowest = upper + padded;
    float sums[16] = {0};
    for (int64_t group = 0; group < padded / GROUP; group++) {
        for (int part = 0; part < 8; part++) {
            for (int i = 0; i < 16; i++) {
                sums[i] += query[group * GROUP + part * 16 + i]
                    * number(&v, codes + group * 32, upper + group * GROUP, lowest + group * 16, part, i);
            }
        }
    }
    float sum = 0;
    for (int i = 0; i < 16; i++) sum += sums[i];
    return sum;
}

float ck_quantize_i8(const float *x, int64_t n, int8_t *codes) {
    float largest = 0;
    for (int64_t i = 0; i < n; i++) {
        const float a = fabsf(x[i]);
        if (a > largest && a <= 3.402823466e38f) largest = a;
    }
    const float inverse = largest > 0 ? 127.0f / largest : 0;
    for (int64_t i = 0; i < n; i++) {
        float v = x[i] * inverse;
        if (!(v == v)) v = 0;
        if (v > 127) v = 127;
        if (v < -127) v = -127;
        codes[i] = (int8_t)lrintf(v);
    }
    return largest / 127.0f;
}

void ck_vector_scan_ref(const uint8_t *codes, int64_t count, int64_t n, const int8_t *query, int32_t *sums) {
    const int64_t bytes = ck_vector_code_bytes(n);
    for (int64_t vector = 0; vector < count; vector++) {
        int32_t sum = 0;
        for (int64_t i = 0; i < ck_vector_padded(n); i++) {
            const int64_t j = i % GROUP;
            sum += (codes[vector * bytes + i / GROUP * 32 + j % 32] >> (j / 32 * 2) & 3) * query[i];
        }
        sums[vector] = sum;
    }
}

static inline __attribute__((always_inline)) int64_t above(const int32_t *sums, int64_t count, int32_t threshold,
                                                           int32_t *indices) {
    int64_t found = 0;
    for (int64_t start = 0; start < count; start += 32) {
        const int64_t end = start + 32 < count ? start + 32 : count;
        int any = 0;
        for (int64_t i = start; i < end; i++) any |= sums[i] > threshold;
        if (!any) continue;
        for (int64_t i = start; i < end; i++) {
            if (sums[i] > threshold) indices[found++] = (int32_t)i;
        }
    }
    return found;
}

#if defined(__x86_64__)

// Sums of up to four groups fit 16 bits: codes of the second and fourth plane are taken where they stand, so times four.
enum { GROUPS_IN_16_BITS = 4 };

__attribute__((target("avx2,fma"))) static void scan_avx2(const uint8_t *codes, int64_t count, int64_t n,
                                                         const int8_t *query, int32_t *sums) {
    const int64_t groups = ck_vector_padded(n) / GROUP;
    const __m256i low = _mm256_set1_epi8(0x03), high = _mm256_set1_epi8(0x0c), ones = _mm256_set1_epi16(1);
    for (int64_t vector = 0; vector < count; vector++, codes += groups * 32) {
        _mm_prefetch((const char *)codes + 2048, _MM_HINT_T0);
        _mm_prefetch((const char *)codes + 2048 + 64, _MM_HINT_T0);
        __m256i single = _mm256_setzero_si256(), fourfold = single;
        for (int64_t start = 0; start < groups; start += GROUPS_IN_16_BITS) {
            const int64_t end = start + GROUPS_IN_16_BITS < groups ? start + GROUPS_IN_16_BITS : groups;
            __m256i a = _mm256_setzero_si256(), b = a;
            for (int64_t group = start; group < end; group++) {
                const __m256i *q = (const __m256i *)(query + group * GROUP);
                const __m256i x = _mm256_loadu_si256((const __m256i *)(codes + group * 32));
                const __m256i y = _mm256_srli_epi16(x, 4);
                a = _mm256_add_epi16(a, _mm256_maddubs_epi16(_mm256_and_si256(x, low), _mm256_loadu_si256(q)));
                b = _mm256_add_epi16(b, _mm256_maddubs_epi16(_mm256_and_si256(x, high), _mm256_loadu_si256(q + 1)));
                a = _mm256_add_epi16(a, _mm256_maddubs_epi16(_mm256_and_si256(y, low), _mm256_loadu_si256(q + 2)));
                b = _mm256_add_epi16(b, _mm256_maddubs_epi16(_mm256_and_si256(y, high), _mm256_loadu_si256(q + 3)));
            }
            single = _mm256_add_epi32(single, _mm256_madd_epi16(a, ones));
            fourfold = _mm256_add_epi32(fourfold, _mm256_madd_epi16(b, ones));
        }
        const __m256i all = _mm256_add_epi32(single, _mm256_srai_epi32(fourfold, 2));
        __m128i half = _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
        half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4e));
        half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xb1));
        sums[vector] = _mm_cvtsi128_si32(half);
    }
}

// Four vectors at a time: their sums are added up together. Codes of the second and fourth plane count four times, as above.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) static void scan_vnni(
    const uint8_t *codes, int64_t count, int64_t n, const int8_t *query, int32_t *sums) {
    const int64_t groups = ck_vector_padded(n) / GROUP, bytes = groups * 32;
    const __m256i low = _mm256_set1_epi8(0x03), high = _mm256_set1_epi8(0x0c);
    int64_t vector = 0;
    for (; vector + 4 <= count; vector += 4, codes += 4 * bytes) {
        for (int64_t line = 0; line < 4 * bytes; line += 64) {
            _mm_prefetch((const char *)codes + 4096 + line, _MM_HINT_T0);
        }
        __m256i single[4], fourfold[4];
        for (int i = 0; i < 4; i++) single[i] = fourfold[i] = _mm256_setzero_si256();
        for (int64_t group = 0; group < groups; group++) {
            const __m256i *q = (const __m256i *)(query + group * GROUP);
            for (int i = 0; i < 4; i++) {
                const __m256i x = _mm256_loadu_si256((const __m256i *)(codes + i * bytes + group * 32));
                const __m256i y = _mm256_srli_epi16(x, 4);
                single[i] = _mm256_dpbusd_epi32(single[i], _mm256_and_si256(x, low), _mm256_loadu_si256(q));
                fourfold[i] = _mm256_dpbusd_epi32(fourfold[i], _mm256_and_si256(x, high), _mm256_loadu_si256(q + 1));
                single[i] = _mm256_dpbusd_epi32(single[i], _mm256_and_si256(y, low), _mm256_loadu_si256(q + 2));
                fourfold[i] = _mm256_dpbusd_epi32(fourfold[i], _mm256_and_si256(y, high), _mm256_loadu_si256(q + 3));
            }
        }
        for (int i = 0; i < 4; i++) single[i] = _mm256_add_epi32(single[i], _mm256_srai_epi32(fourfold[i], 2));
        const __m256i pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(single[0], single[1]),
                                                _mm256_hadd_epi32(single[2], single[3]));
        const __m128i all = _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));
        _mm_storeu_si128((__m128i *)(sums + vector), all);
    }
    scan_avx2(codes, count - vector, n, query, sums + vector);
}

__attribute__((target("avx2,fma"))) static float dot_avx2(const uint8_t *codes, const uint8_t *rest, int64_t n,
                                                         const float *query) {
    return dot(codes, rest, n, query);
}

__attribute__((target("avx512f"))) static int64_t above_avx512(const int32_t *sums, int64_t count, int32_t threshold,
                                                              int32_t *indices) {
    const __m512i least = _mm512_set1_epi32(threshold);
    const __m512i ascending = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    int64_t found = 0, i = 0;
    for (; i + 16 <= count; i += 16) {
        const __mmask16 is_above = _mm512_cmpgt_epi32_mask(_mm512_loadu_si512(sums + i), least);
        if (!is_above) continue;
        const int more = __builtin_popcount(is_above);
        const __m512i all = _mm512_add_epi32(ascending, _mm512_set1_epi32((int32_t)i));
        // Compressing to memory at once takes some processors a hundred times as long.
        _mm512_mask_storeu_epi32(indices + found, (__mmask16)((1u << more) - 1),
                                 _mm512_maskz_compress_epi32(is_above, all));
        found += more;
    }
    for (; i < count; i++) {
        if (sums[i] > threshold) indices[found++] = (int32_t)i;
    }
    return found;
}

__attribute__((target("avx2,fma"))) static int64_t above_avx2(const int32_t *sums, int64_t count, int32_t threshold,
                                                             int32_t *indices) {
    return above(sums, count, threshold, indices);
}

#elif defined(__aarch64__)

// Sums of 8-bit products fit 16 bits for a whole group.
static void scan_neon(const uint8_t *codes, int64_t count, int64_t n, const int8_t *query, int32_t *sums) {
    const int64_t groups = ck_vector_padded(n) / GROUP;
    const uint8x16_t low = vdupq_n_u8(3);
    for (int64_t vector = 0; vector < count; vector++, codes += groups * 32) {
        int32x4_t sum = vdupq_n_s32(0);
        for (int64_t group = 0; group < groups; group++) {
            int16x8_t products = vdupq_n_s16(0);
            for (int half = 0; half < 2; half++) {
                const int8_t *q = query + group * GROUP + half * 16;
                uint8x16_t x = vld1q_u8(codes + group * 32 + half * 16);
                for (int plane = 0; plane < PLANES; plane++) {
                    const int8x16_t code = vreinterpretq_s8_u8(vandq_u8(x, low)), weight = vld1q_s8(q + plane * 32);
                    products = vmlal_s8(products, vget_low_s8(code), vget_low_s8(weight));
                    products = vmlal_high_s8(products, code, weight);
                    x = vshrq_n_u8(x, 2);
                }
            }
            sum = vpadalq_s16(sum, products);
        }
        sums[vector] = vaddvq_s32(sum);
    }
}

__attribute__((target("dotprod"))) static void scan_dotprod(const uint8_t *codes, int64_t count, int64_t n,
                                                            const int8_t *query, int32_t *sums) {
    const int64_t groups = ck_vector_padded(n) / GROUP;
    const uint8x16_t low = vdupq_n_u8(3);
    for (int64_t vector = 0; vector < count; vector++, codes += groups * 32) {
        int32x4_t sum = vdupq_n_s32(0);
        for (int64_t group = 0; group < groups; group++) {
            for (int half = 0; half < 2; half++) {
                const int8_t *q = query + group * GROUP + half * 16;
                uint8x16_t x = vld1q_u8(codes + group * 32 + half * 16);
                for (int plane = 0; plane < PLANES; plane++) {
                    sum = vdotq_s32(sum, vreinterpretq_s8_u8(vandq_u8(x, low)), vld1q_s8(q + plane * 32));
                    x = vshrq_n_u8(x, 2);
                }
            }
        }
        sums[vector] = vaddvq_s32(sum);
    }
}

#endif

void ck_vector_scan(const uint8_t *codes, int64_t count, int64_t n, const int8_t *query, int32_t *sums) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512_VNNI) return scan_vnni(codes, count, n, query, sums);
    if (features & CK_AVX2) return scan_avx2(codes, count, n, query, sums);
#elif defined(__aarch64__)
    if (features & CK_DOTPROD) return scan_dotprod(codes, count, n, query, sums);
    if (features & CK_NEON) return scan_neon(codes, count, n, query, sums);
#endif
    ck_vector_scan_ref(codes, count, n, query, sums);
}

float ck_vector_dot(const uint8_t *codes, const uint8_t *rest, int64_t n, const float *query) {
#if defined(__x86_64__)
    if (ck_cpu_features() & CK_AVX2) return dot_avx2(codes, rest, n, query);
#endif
    return dot(codes, rest, n, query);
}

int64_t ck_vector_above(const int32_t *sums, int64_t count, int32_t threshold, int32_t *indices) {
#if defined(__x86_64__)
    if (ck_cpu_features() & CK_AVX512) return above_avx512(sums, count, threshold, indices);
    if (ck_cpu_features() & CK_AVX2) return above_avx2(sums, count, threshold, indices);
#endif
    return above(sums, count, threshold, indices);
}
