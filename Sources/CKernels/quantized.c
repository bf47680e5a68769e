#include "quantized.h"

#include <math.h>
#include <string.h>

#include "half.h"
#include "processor.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// A product of one row is as fast as memory gives the weights: they are asked for this many blocks ahead, into the second
// cache, since the first has too few places for what is on its way.
enum { ROWS = 32, BLOCK = 32, BLOCKS_AHEAD = 20 };

static int64_t code_bytes(ck_block_format format) { return format == CK_Q8_0 ? 1024 : 512; }

// Codes, 32 scales, and for Q4_1 32 minima.
static int64_t packed_block_size(ck_block_format format) { return code_bytes(format) + (format == CK_Q4_1 ? 128 : 64); }

static int64_t file_block_size(ck_block_format format) { return format == CK_Q4_0 ? 18 : format == CK_Q4_1 ? 20 : 34; }

int64_t ck_blocks_panel_size(ck_block_format format, int64_t k) { return k / BLOCK * packed_block_size(format); }

int64_t ck_blocks_packed_size(ck_block_format format, int64_t n, int64_t k) {
    return (n + ROWS - 1) / ROWS * ck_blocks_panel_size(format, k);
}

// The nearest whole number: adding 1.5 * 2^23 leaves it in the low bits.
static int32_t rounded(float x) {
    const float shifted = x + 12582912.0f;
    int32_t bits;
    memcpy(&bits, &shifted, 4);
    return bits - 0x4b400000;
}

// Scales are rounded to f16, as those of GGUF's own block formats are.
static inline void finish_block(ck_block_tile *tile, int row, float scale, int32_t sum) {
    tile->scale[row] = scale;
    tile->sum[row] = sum;
    tile->scaled_sum[row] = scale * (float)sum;
}

// The unsigned code of input i in a block of the file.
static uint8_t file_code(ck_block_format format, const uint8_t *block, int64_t i) {
    switch (format) {
    case CK_Q4_0: return i < 16 ? block[2 + i] & 15 : block[2 + i - 16] >> 4;
    case CK_Q4_1: return i < 16 ? block[4 + i] & 15 : block[4 + i - 16] >> 4;
    case CK_Q8_0: return (uint8_t)(block[2 + i] ^ 0x80);
    }
    return 0;
}

void ck_blocks_pack(ck_block_format format, const void *rows, int64_t n, int64_t k, void *packed) {
    const int64_t blocks = k / BLOCK, row_size = blocks * file_block_size(format);
    memset(packed, 0, (size_t)ck_blocks_packed_size(format, n, k));
    for (int64_t row = 0; row < n; row++) {
        const uint8_t *block = (const uint8_t *)rows + row * row_size;
        uint8_t *out = (uint8_t *)packed + row / ROWS * ck_blocks_panel_size(format, k);
        const int64_t lane = row % ROWS;
        for (int64_t b = 0; b < blocks; b++, block += file_block_size(format), out += packed_block_size(format)) {
            if (format == CK_Q8_0) {
                // [group][row][4]
                for (int64_t i = 0; i < BLOCK; i++) out[i / 4 * 128 + lane * 4 + i % 4] = file_code(format, block, i);
            } else {
                // [group 0…3][row][4]: low bits for the group, high bits for the group four later
                const uint8_t *codes = block + (format == CK_Q4_1 ? 4 : 2);
                for (int64_t i = 0; i < 16; i++) out[i / 4 * 128 + lane * 4 + i % 4] = codes[i];
            }
            memcpy(out + code_bytes(format) + lane * 2, block, 2);
            if (format == CK_Q4_1) memcpy(out + code_bytes(format) + 64 + lane * 2, block + 2, 2);
        }
    }
}

void ck_blocks_expand(ck_block_format format, const void *row, int64_t k, float *out) {
    const uint8_t *block = row;
    for (int64_t b = 0; b < k / BLOCK; b++, block += file_block_size(format), out += BLOCK) {
        uint16_t half;
        memcpy(&half, block, 2);
        const float scale = half_to_float(half);
        float offset = -scale * (format == CK_Q4_0 ? 8 : 128);
        if (format == CK_Q4_1) {
            memcpy(&half, block + 2, 2);
            offset = half_to_float(half);
        }
        for (int64_t i = 0; i < BLOCK; i++) out[i] = scale * (float)file_code(format, block, i) + offset;
    }
}

static void quantize_one_ref(const float *x, ck_block_tile *tile, int row) {
    float largest = 0;
    for (int i = 0; i < BLOCK; i++) {
        const float a = fabsf(x[i]);
        largest = a > largest ? a : largest;
    }
    const float inverse = largest > 0 ? 127.0f / largest : 0;
    int32_t sum = 0;
    for (int i = 0; i < BLOCK; i++) {
        const int32_t code = rounded(x[i] * inverse);
        tile->codes[i / 4][row][i % 4] = (int8_t)code;
        sum += code;
    }
    finish_block(tile, row, half_to_float(half_from_float(largest / 127.0f)), sum);
}

// The unsigned code of input i and output lane in a packed block.
static int32_t packed_code(ck_block_format format, const uint8_t *block, int64_t i, int64_t lane) {
    if (format == CK_Q8_0) return block[i / 4 * 128 + lane * 4 + i % 4];
    const uint8_t byte = block[i % 16 / 4 * 128 + lane * 4 + i % 4];
    return i < 16 ? byte & 15 : byte >> 4;
}

static int32_t code_offset(ck_block_format format) { return format == CK_Q4_0 ? 8 : format == CK_Q8_0 ? 128 : 0; }

void ck_blocks_multiply_ref(ck_block_format format, const void *panel, int64_t k, const ck_block_tile *tiles, int64_t m,
                            float *out) {
    const int64_t blocks = k / BLOCK;
    for (int64_t row = 0; row < m; row++) {
        for (int64_t lane = 0; lane < ROWS; lane++) {
            const uint8_t *block = panel;
            const ck_block_tile *tile = tiles + row / 6 * blocks;
            float sum = 0;
            for (int64_t b = 0; b < blocks; b++, block += packed_block_size(format), tile++) {
                int32_t dot = -code_offset(format) * tile->sum[row % 6];
                for (int64_t i = 0; i < BLOCK; i++) {
                    dot += packed_code(format, block, i, lane) * tile->codes[i / 4][row % 6][i % 4];
                }
                uint16_t half;
                memcpy(&half, block + code_bytes(format) + lane * 2, 2);
                sum += (float)dot * (half_to_float(half) * tile->scale[row % 6]);
                if (format == CK_Q4_1) {
                    memcpy(&half, block + code_bytes(format) + 64 + lane * 2, 2);
                    sum += half_to_float(half) * tile->scaled_sum[row % 6];
                }
            }
            out[row * ROWS + lane] = sum;
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
#define DOT_4(sum, codes, x) ((IVEC)_mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(codes), (__m512i)(x)))
#define DOT_8(sum, codes, x) DOT_4(sum, codes, x)
#include "quantized_lanes.h"

// Without a dot-product instruction: products of 16 bits, summed by pairs. Codes of 8 bits go through 16-bit numbers, since
// pairs of their products do not fit 16 bits.
#define LANES 8
#define ROUND_TO_HALF(x) F16C_ROUND(x)
#define NAME(x) avx2_##x
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define HALVES(p) ((VEC)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(p))))
#define DOT_4(sum, codes, x)                                                                                   \
    ((IVEC)_mm256_add_epi32((__m256i)(sum), _mm256_madd_epi16(_mm256_maddubs_epi16((__m256i)(codes), (__m256i)(x)), \
                                                              _mm256_set1_epi16(1))))
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
#define DOT_4(sum, codes, x)                                                                                   \
    ((IVEC)pairwise_dot((int32x4_t)(sum), vmull_s8(vget_low_s8((int8x16_t)(codes)), vget_low_s8((int8x16_t)(x))), \
                        vmull_high_s8((int8x16_t)(codes), (int8x16_t)(x))))
#define DOT_8(sum, codes, x) ((IVEC)dot_unsigned((int32x4_t)(sum), (int8x16_t)(codes), (int8x16_t)(x)))
#include "quantized_lanes.h"
#endif

void ck_blocks_quantize_row(const float *x, int64_t blocks, ck_block_tile *tiles, int row) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512_VNNI) return vnni_quantize_row(x, blocks, tiles, row);
    if (features & CK_AVX2) return avx2_quantize_row(x, blocks, tiles, row);
#elif defined(__aarch64__)
    if (features & CK_NEON) return neon_quantize_row(x, blocks, tiles, row);
#endif
    for (int64_t b = 0; b < blocks; b++) quantize_one_ref(x + b * BLOCK, tiles + b, row);
}

void ck_blocks_quantize(const float *x, int64_t m, int64_t k, int64_t stride, ck_block_tile *tiles) {
    const int64_t blocks = k / BLOCK;
    for (int64_t row = 0; row < m; row++) ck_blocks_quantize_row(x + row * stride, blocks, tiles + row / 6 * blocks, (int)(row % 6));
}

void ck_blocks_multiply(ck_block_format format, const void *panel, int64_t k, const ck_block_tile *tiles, int64_t m,
                        float *out) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512_VNNI) return vnni_multiply(format, panel, k, tiles, m, out);
    if (features & CK_AVX2) return avx2_multiply(format, panel, k, tiles, m, out);
#elif defined(__aarch64__)
    if (features & CK_NEON) return neon_multiply(format, panel, k, tiles, m, out);
#endif
    ck_blocks_multiply_ref(format, panel, k, tiles, m, out);
}
