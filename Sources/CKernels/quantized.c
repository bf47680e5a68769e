#include "quantized.h"

#include <math.h>
#include <string.h>

#include "half.h"
#include "processor.h"
#include "quantized_layout.h"
#include "rounding.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// A product of one row is as fast as memory gives the weights: they are asked for this many blocks ahead, into the second
// cache, since the first has too few places for what is on its way.
enum { BLOCKS_AHEAD = 20 };

// Scales are rounded to f16, as those of GGUF's own block formats are.
static inline void finish_block(ck_activation_block *block, float scale, int32_t first_sum, int32_t last_sum) {
    block->scale = scale;
    block->scaled_sum = scale * (float)(first_sum + last_sum);
    block->sum[0] = (int16_t)first_sum;
    block->sum[1] = (int16_t)last_sum;
}

static void quantize_one_ref(const float *x, ck_activation_block *block) {
    float largest = 0;
    for (int i = 0; i < BLOCK; i++) {
        const float a = fabsf(x[i]);
        largest = a > largest ? a : largest;
    }
    const float inverse = largest > 0 ? 127.0f / largest : 0;
    int32_t sums[2] = {0, 0};
    for (int i = 0; i < BLOCK; i++) {
        const int32_t code = ck_rounded(x[i] * inverse);
        block->codes[i] = (int8_t)code;
        sums[i / 16] += code;
    }
    finish_block(block, half_to_float(half_from_float(largest / 127.0f)), sums[0], sums[1]);
}

// The unsigned code of input i and output lane in a packed block.
static int32_t packed_code(block_layout layout, const uint8_t *block, int64_t i, int64_t lane) {
    const int64_t place = lane * 4 + i % 4, group = i / 4;
    if (layout.bits == 8) return block[group * 128 + place];
    const uint8_t both = block[group % 4 * 128 + place], *planes = block + planes_place(layout) + place;
    const int32_t low = i < 16 ? both & 15 : both >> 4;
    if (layout.bits == 5) return low | (*planes >> group & 1) << 4;
    if (layout.bits == 6) return low | (planes[group / 4 * 128] >> 2 * (group % 4) & 3) << 4;
    return low;
}

// A scale or minimum of a block for one output.
static float packed_scale(block_layout layout, const uint8_t *scales, const uint8_t *factors, int half, int64_t lane) {
    uint16_t bits;
    memcpy(&bits, (layout.has_head ? factors : scales) + lane * 2, 2);
    return half_to_float(bits) * (layout.has_head ? (float)(int8_t)scales[half * PANEL_ROWS + lane] : 1);
}

// What one block adds to a sum.
static float multiply_block_ref(block_layout layout, const uint8_t *block, const uint8_t *head, const ck_activation_block *input,
                                int64_t lane) {
    const uint8_t *scales = block + scales_place(layout), *minima = scales + scales_size(layout);
    const int64_t width = BLOCK / layout.halves;
    float sum = 0;
    for (int half = 0; half < layout.halves; half++) {
        int32_t dot = 0, codes = 0;
        for (int64_t i = half * width; i < (half + 1) * width; i++) {
            dot += (packed_code(layout, block, i, lane) - layout.offset) * input->codes[i];
            codes += input->codes[i];
        }
        sum += (float)dot * (packed_scale(layout, scales, head, half, lane) * input->scale);
        if (layout.has_minimum) {
            const float minimum = packed_scale(layout, minima, head + PANEL_ROWS * 2, half, lane);
            sum += minimum * (input->scale * (float)codes);
        }
    }
    return sum;
}

void ck_blocks_multiply_ref(ck_block_format format, const void *panel, int64_t k, const ck_activation_block *input, int64_t m,
                            float *out) {
    const block_layout layout = layout_of(format);
    const int64_t blocks = k / BLOCK;
    const uint8_t *start = panel;
    for (int64_t row = 0; row < m; row++) {
        for (int64_t lane = 0; lane < PANEL_ROWS; lane++) {
            float sum = 0;
            for (int64_t b = 0; b < blocks; b++) {
                sum += multiply_block_ref(layout, start + block_place(layout, b), start + head_place(layout, b),
                                          input + row * blocks + b, lane);
            }
            out[row * PANEL_ROWS + lane] = sum;
        }
    }
}

#if defined(__x86_64__)
#define F16C_ROUND(x) _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtps_ph(_mm_set_ss(x), 0)))
#define LANES 16
#define ROUND_TO_HALF(x) F16C_ROUND(x)
#define NAME(x) vnni_##x
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,f16c")))
#define HALVES(p) ((VEC)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(p))))
#define DOT_6(sum, codes, x) ((IVEC)_mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(codes), (__m512i)(x)))
#define DOT_8(sum, codes, x) DOT_6(sum, codes, x)
#include "quantized_lanes.h"

// Without a dot-product instruction: products of 16 bits, summed by pairs. Codes of 8 bits go through 16-bit numbers, since
// pairs of their products do not fit 16 bits.
#define LANES 8
#define ROUND_TO_HALF(x) F16C_ROUND(x)
#define NAME(x) avx2_##x
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define HALVES(p) ((VEC)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(p))))
#define PAIRS_4(codes, x) ((NAME(pairs))_mm256_maddubs_epi16((__m256i)(codes), (__m256i)(x)))
#define WIDEN(sum, pairs) \
    ((IVEC)_mm256_add_epi32((__m256i)(sum), _mm256_madd_epi16((__m256i)(pairs), _mm256_set1_epi16(1))))
#define DOT_6(sum, codes, x) WIDEN(sum, PAIRS_4(codes, x))
#define EVEN_UNSIGNED(v) _mm256_and_si256((__m256i)(v), _mm256_set1_epi16(0xff))
#define ODD_UNSIGNED(v) _mm256_srli_epi16((__m256i)(v), 8)
#define EVEN_SIGNED(v) _mm256_srai_epi16(_mm256_slli_epi16((__m256i)(v), 8), 8)
#define ODD_SIGNED(v) _mm256_srai_epi16((__m256i)(v), 8)
#define DOT_8(sum, codes, x)                                                                              \
    ((IVEC)_mm256_add_epi32((__m256i)(sum),                                                               \
                            _mm256_add_epi32(_mm256_madd_epi16(EVEN_UNSIGNED(codes), EVEN_SIGNED(x)),     \
                                             _mm256_madd_epi16(ODD_UNSIGNED(codes), ODD_SIGNED(x)))))
#include "quantized_lanes.h"
#elif defined(__aarch64__)
#define LANES 4
#define ROUND_TO_HALF(x) ((float)(__fp16)(x))
#define NAME(x) neon_##x
#define TARGET
#define HALVES(p) ((VEC)vcvt_f32_f16(vld1_f16((const __fp16 *)(p))))
static inline int32x4_t pairwise_dot(int32x4_t sum, int16x8_t low, int16x8_t high) {
    return vaddq_s32(sum, vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high)));
}
// Products of codes up to 255 and activations down to -127 fit 16 bits only as signed codes; the flip and its correction
// cancel.
static inline int32x4_t dot_unsigned(int32x4_t sum, int8x16_t codes, int8x16_t x) {
    const int8x16_t flipped = veorq_s8(codes, vdupq_n_s8((int8_t)0x80));
    sum = pairwise_dot(sum, vmull_s8(vget_low_s8(flipped), vget_low_s8(x)), vmull_high_s8(flipped, x));
    const int32x4_t total = vpaddq_s32(vpaddlq_s16(vmovl_s8(vget_low_s8(x))), vpaddlq_s16(vmovl_high_s8(x)));
    return vmlaq_n_s32(sum, total, 128);
}
#define DOT_6(sum, codes, x)                                                                                   \
    ((IVEC)pairwise_dot((int32x4_t)(sum), vmull_s8(vget_low_s8((int8x16_t)(codes)), vget_low_s8((int8x16_t)(x))), \
                        vmull_high_s8((int8x16_t)(codes), (int8x16_t)(x))))
#define DOT_8(sum, codes, x) ((IVEC)dot_unsigned((int32x4_t)(sum), (int8x16_t)(codes), (int8x16_t)(x)))
#include "quantized_lanes.h"

#define LANES 4
#define ROUND_TO_HALF(x) ((float)(__fp16)(x))
#define NAME(x) dotprod_##x
#define TARGET __attribute__((target("dotprod")))
#define HALVES(p) ((VEC)vcvt_f32_f16(vld1_f16((const __fp16 *)(p))))
// The instruction takes signed codes: the same flip, corrected by 64 times the activations, twice.
TARGET static inline int32x4_t dot_flipped(int32x4_t sum, int8x16_t codes, int8x16_t x) {
    const int8x16_t half = vdupq_n_s8(64);
    sum = vdotq_s32(sum, veorq_s8(codes, vdupq_n_s8((int8_t)0x80)), x);
    return vdotq_s32(vdotq_s32(sum, half, x), half, x);
}
#define DOT_6(sum, codes, x) ((IVEC)vdotq_s32((int32x4_t)(sum), (int8x16_t)(codes), (int8x16_t)(x)))
#define DOT_8(sum, codes, x) ((IVEC)dot_flipped((int32x4_t)(sum), (int8x16_t)(codes), (int8x16_t)(x)))
#include "quantized_lanes.h"
#endif

void ck_blocks_quantize(const float *x, int64_t blocks, ck_activation_block *quantized) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512_VNNI) return vnni_quantize(x, blocks, quantized);
    if (features & CK_AVX2) return avx2_quantize(x, blocks, quantized);
#elif defined(__aarch64__)
    if (features & CK_DOTPROD) return dotprod_quantize(x, blocks, quantized);
    if (features & CK_NEON) return neon_quantize(x, blocks, quantized);
#endif
    for (int64_t b = 0; b < blocks; b++) quantize_one_ref(x + b * BLOCK, quantized + b);
}

void ck_blocks_multiply(ck_block_format format, const void *panel, int64_t k, const ck_activation_block *input, int64_t m,
                        float *out) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512_VNNI) return vnni_multiply(format, panel, k, input, m, out);
    if (features & CK_AVX2) return avx2_multiply(format, panel, k, input, m, out);
#elif defined(__aarch64__)
    if (features & CK_DOTPROD) return dotprod_multiply(format, panel, k, input, m, out);
    if (features & CK_NEON) return neon_multiply(format, panel, k, input, m, out);
#endif
    ck_blocks_multiply_ref(format, panel, k, input, m, out);
}
