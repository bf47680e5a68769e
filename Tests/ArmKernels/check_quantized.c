#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "check.h"

typedef struct {
    const char *name;
    ck_block_format format;
    int64_t halves[2];  // where its blocks have f16 numbers
} block;

static const block formats[] = {
    {"Q4_0", CK_Q4_0, {0, 0}},   {"Q4_1", CK_Q4_1, {0, 2}},     {"Q5_0", CK_Q5_0, {0, 0}}, {"Q5_1", CK_Q5_1, {0, 2}},
    {"Q8_0", CK_Q8_0, {0, 0}},   {"Q2_K", CK_Q2_K, {80, 82}},   {"Q3_K", CK_Q3_K, {108, 108}},
    {"Q4_K", CK_Q4_K, {0, 2}},   {"Q5_K", CK_Q5_K, {0, 2}},     {"Q6_K", CK_Q6_K, {208, 208}},
};

// Random blocks of `count` weights; their f16 numbers lie between 2^-10 and 2^-2.
static uint8_t *blocks_of(const block *b, int64_t count) {
    const int64_t size = ck_block_size(b->format), blocks = count / ck_block_length(b->format);
    uint8_t *bytes = random_bytes(blocks * size, 1);
    for (int64_t i = 0; i < blocks; i++) {
        for (int half = 0; half < 2; half++) {
            uint8_t *high = bytes + i * size + b->halves[half] + 1;
            *high = (uint8_t)((*high & 0x83) | (5 + (*high >> 2) % 8) << 2);
        }
    }
    return bytes;
}

static ck_activation_block *quantized(const float *x, int64_t m, int64_t k) {
    const int64_t blocks = m * k / 32;
    ck_activation_block *made = (ck_activation_block *)memory_for_floats(blocks * (int64_t)sizeof(ck_activation_block) / 4);
    ck_blocks_quantize(x, blocks, made);
    return made;
}

static void activations(int64_t m, int64_t k) {
    const float *x = random_floats(m * k, 2);
    ck_limit_features(0);
    const ck_activation_block *reference = quantized(x, m, k);
    const int64_t floats = m * k / 32 * (int64_t)sizeof(ck_activation_block) / 4;
    // The same bits: as bytes that are numbers.
    float *expected = memory_for_floats(floats * 4), *tested = memory_for_floats(floats * 4);
    for (int64_t i = 0; i < floats * 4; i++) expected[i] = ((const uint8_t *)reference)[i];
    ON_EVERY_PATH(const ck_activation_block *input = quantized(x, m, k);
                  for (int64_t i = 0; i < floats * 4; i++) tested[i] = ((const uint8_t *)input)[i];
                  expect_close(tested, expected, floats * 4, 0, "activations of %d x %d", (int)m, (int)k))
}

static void product(const block *b, int64_t m, int64_t k) {
    uint8_t *packed = random_bytes(ck_blocks_packed_size(b->format, 32, k), 3);
    ck_blocks_pack(b->format, blocks_of(b, 32 * k), 32, k, packed);
    float *x = random_floats(m * k, 4), *reference = memory_for_floats(m * 32), *tested = memory_for_floats(m * 32);
    const ck_activation_block *input = quantized(x, m, k);
    ck_blocks_multiply_ref(b->format, packed, k, input, m, reference);
    // Sums of large numbers may be small.
    float largest = 1;
    for (int64_t i = 0; i < m * 32; i++) largest = fmaxf(largest, fabsf(reference[i]));
    ON_EVERY_PATH(ck_blocks_multiply(b->format, packed, k, input, m, tested);
                  expect_close(tested, reference, m * 32, 1e-6f * largest, "%s, %d x %d", b->name, (int)m, (int)k))
}

void check_quantized(void) {
    for (int64_t m = 1; m < 14; m++) activations(m, 96);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        for (int64_t m = 1; m < 14; m++) product(&formats[i], m, m % 2 ? 256 : 768);
    }
}
