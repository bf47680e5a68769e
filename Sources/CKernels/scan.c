#include "scan.h"

#include <math.h>

#include "processor.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

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

static int32_t dot_i8_tail(const int8_t *a, const int8_t *b, int64_t from, int64_t n) {
    int32_t sum = 0;
    for (int64_t i = from; i < n; i++) sum += (int32_t)a[i] * b[i];
    return sum;
}

void ck_scan_i8_ref(const int8_t *codes, const float *scales, int64_t count, int64_t dimension, const int8_t *query,
                    float query_scale, float *scores) {
    for (int64_t i = 0; i < count; i++) {
        scores[i] = scales[i] * query_scale * (float)dot_i8_tail(codes + i * dimension, query, 0, dimension);
    }
}

float ck_dot_f32_ref(const float *a, const float *b, int64_t n) {
    double sum = 0;
    for (int64_t i = 0; i < n; i++) sum += (double)a[i] * b[i];
    return (float)sum;
}

#if defined(__x86_64__)

// The dot-product instruction takes unsigned by signed: codes are shifted by 128, and 128 * sum(query) is taken off.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))) static void scan_i8_vnni(
    const int8_t *codes, const float *scales, int64_t count, int64_t dimension, const int8_t *query, float query_scale,
    float *scores) {
    const __m512i flip = _mm512_set1_epi8((char)0x80);
    const int64_t whole = dimension & ~(int64_t)63;
    const __mmask64 rest = dimension == whole ? 0 : ~0ull >> (64 - (dimension - whole));
    int32_t query_sum = 0;
    for (int64_t i = 0; i < dimension; i++) query_sum += query[i];
    for (int64_t i = 0; i < count; i++) {
        const int8_t *row = codes + i * dimension;
        __m512i sum = _mm512_setzero_si512();
        for (int64_t j = 0; j < whole; j += 64) {
            const __m512i code = _mm512_xor_si512(_mm512_loadu_si512(row + j), flip);
            sum = _mm512_dpbusd_epi32(sum, code, _mm512_loadu_si512(query + j));
        }
        if (rest) {
            const __m512i code = _mm512_xor_si512(_mm512_maskz_loadu_epi8(rest, row + whole), flip);
            sum = _mm512_dpbusd_epi32(sum, code, _mm512_maskz_loadu_epi8(rest, query + whole));
        }
        const int32_t dot = _mm512_reduce_add_epi32(sum) - 128 * query_sum;
        scores[i] = scales[i] * query_scale * (float)dot;
    }
}

__attribute__((target("avx2,fma"))) static void scan_i8_avx2(const int8_t *codes, const float *scales, int64_t count,
                                                            int64_t dimension, const int8_t *query, float query_scale,
                                                            float *scores) {
    const int64_t whole = dimension & ~(int64_t)15;
    for (int64_t i = 0; i < count; i++) {
        const int8_t *row = codes + i * dimension;
        __m256i sum = _mm256_setzero_si256();
        for (int64_t j = 0; j < whole; j += 16) {
            const __m256i a = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(row + j)));
            const __m256i b = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + j)));
            sum = _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
        }
        __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
        half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4e));
        half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xb1));
        const int32_t dot = _mm_cvtsi128_si32(half) + dot_i8_tail(row, query, whole, dimension);
        scores[i] = scales[i] * query_scale * (float)dot;
    }
}

__attribute__((target("avx512f"))) static float dot_f32_avx512(const float *a, const float *b, int64_t n) {
    __m512 sum = _mm512_setzero_ps();
    int64_t i = 0;
    for (; i + 16 <= n; i += 16) sum = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), sum);
    float total = _mm512_reduce_add_ps(sum);
    for (; i < n; i++) total += a[i] * b[i];
    return total;
}

__attribute__((target("avx2,fma"))) static float dot_f32_avx2(const float *a, const float *b, int64_t n) {
    __m256 sum = _mm256_setzero_ps();
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) sum = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sum);
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    half = _mm_add_ss(half, _mm_movehdup_ps(half));
    float total = _mm_cvtss_f32(half);
    for (; i < n; i++) total += a[i] * b[i];
    return total;
}

#elif defined(__aarch64__)

static void scan_i8_neon(const int8_t *codes, const float *scales, int64_t count, int64_t dimension,
                         const int8_t *query, float query_scale, float *scores) {
    const int64_t whole = dimension & ~(int64_t)15;
    for (int64_t i = 0; i < count; i++) {
        const int8_t *row = codes + i * dimension;
        int32x4_t sum = vdupq_n_s32(0);
        for (int64_t j = 0; j < whole; j += 16) {
            const int8x16_t a = vld1q_s8(row + j), b = vld1q_s8(query + j);
            sum = vpadalq_s16(sum, vmull_s8(vget_low_s8(a), vget_low_s8(b)));
            sum = vpadalq_s16(sum, vmull_high_s8(a, b));
        }
        const int32_t dot = vaddvq_s32(sum) + dot_i8_tail(row, query, whole, dimension);
        scores[i] = scales[i] * query_scale * (float)dot;
    }
}

__attribute__((target("dotprod"))) static void scan_i8_dotprod(const int8_t *codes, const float *scales, int64_t count,
                                                               int64_t dimension, const int8_t *query,
                                                               float query_scale, float *scores) {
    const int64_t whole = dimension & ~(int64_t)15;
    for (int64_t i = 0; i < count; i++) {
        const int8_t *row = codes + i * dimension;
        int32x4_t sum = vdupq_n_s32(0);
        for (int64_t j = 0; j < whole; j += 16) sum = vdotq_s32(sum, vld1q_s8(row + j), vld1q_s8(query + j));
        const int32_t dot = vaddvq_s32(sum) + dot_i8_tail(row, query, whole, dimension);
        scores[i] = scales[i] * query_scale * (float)dot;
    }
}

static float dot_f32_neon(const float *a, const float *b, int64_t n) {
    float32x4_t sum = vdupq_n_f32(0);
    int64_t i = 0;
    for (; i + 4 <= n; i += 4) sum = vfmaq_f32(sum, vld1q_f32(a + i), vld1q_f32(b + i));
    float total = vaddvq_f32(sum);
    for (; i < n; i++) total += a[i] * b[i];
    return total;
}

#endif

void ck_scan_i8(const int8_t *codes, const float *scales, int64_t count, int64_t dimension, const int8_t *query,
                float query_scale, float *scores) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512_VNNI) return scan_i8_vnni(codes, scales, count, dimension, query, query_scale, scores);
    if (features & CK_AVX2) return scan_i8_avx2(codes, scales, count, dimension, query, query_scale, scores);
#elif defined(__aarch64__)
    if (features & CK_DOTPROD) return scan_i8_dotprod(codes, scales, count, dimension, query, query_scale, scores);
    if (features & CK_NEON) return scan_i8_neon(codes, scales, count, dimension, query, query_scale, scores);
#endif
    ck_scan_i8_ref(codes, scales, count, dimension, query, query_scale, scores);
}

float ck_dot_f32(const float *a, const float *b, int64_t n) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512) return dot_f32_avx512(a, b, n);
    if (features & CK_AVX2) return dot_f32_avx2(a, b, n);
#elif defined(__aarch64__)
    if (features & CK_NEON) return dot_f32_neon(a, b, n);
#endif
    return ck_dot_f32_ref(a, b, n);
}
