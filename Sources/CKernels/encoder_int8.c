#include "encoder_int8.h"

#include <math.h>
#include <string.h>

#include "bf16.h"
#include "dense.h"
#include "encoder_vnni.h"
#include "rounding.h"

enum { ROWS = 6, BLOCK = 32 };

// The scale of a block whose largest number is `largest`, and what its numbers are multiplied with to get codes. A block that is
// nearly nothing is zeros.
static float scale_of(float largest, float *inverse) {
    *inverse = largest > 1e-30f ? 127 / largest : 0;
    return largest / 127;
}

static float largest_of(const float *x) {
    float largest = 0;
    for (int i = 0; i < BLOCK; i++) largest = fabsf(x[i]) > largest ? fabsf(x[i]) : largest;
    return largest;
}

void ck_int8_pack_ref(const float *weights, int64_t n, int64_t k, ck_int8_weights *panels) {
    for (int64_t row = 0; row < n; row++) {
        ck_int8_weights *block = panels + row / 32 * (k / BLOCK);
        for (int64_t first = 0; first < k; first += BLOCK, block++) {
            const float *x = weights + row * k + first;
            float inverse;
            block->scale[row % 32] = scale_of(largest_of(x), &inverse);
            for (int i = 0; i < BLOCK; i++) {
                block->codes[i / 4][row % 32][i % 4] = (uint8_t)(128 + ck_rounded(x[i] * inverse));
            }
        }
    }
}

static void quantize_block_ref(const float *x, ck_int8_inputs *y, int64_t row) {
    float inverse;
    int32_t sum = 0;
    y->scale[row] = scale_of(largest_of(x), &inverse);
    for (int i = 0; i < BLOCK; i++) {
        y->codes[row][i] = (int8_t)ck_rounded(x[i] * inverse);
        sum += y->codes[row][i];
    }
    y->offset[row] = -128 * sum;
}

static int32_t dot_ref(const ck_int8_inputs *x, int64_t row, const ck_int8_weights *w, int64_t output) {
    int32_t sum = x->offset[row];
    for (int i = 0; i < BLOCK; i++) sum += w->codes[i / 4][output][i % 4] * x->codes[row][i];
    return sum;
}

void ck_int8_dense_ref(const ck_int8_inputs *x, int64_t m, int64_t k, const ck_int8_weights *panels, int64_t n,
                       const float *bias, float scale, ck_epilogue epilogue, void *y, int64_t stride) {
    const int64_t blocks = k / BLOCK;
    for (int64_t row = 0; row < m; row++) {
        const ck_int8_inputs *from = x + row / ROWS * blocks;
        for (int64_t column = 0; column < n; column += 32) {
            const ck_int8_weights *panel = panels + column / 32 * blocks;
            float values[32];
            for (int64_t output = 0; output < 32; output++) {
                float sum = 0;
                for (int64_t b = 0; b < blocks; b++) {
                    const float factor = panel[b].scale[output] * from[b].scale[row % ROWS];
                    sum = fmaf((float)dot_ref(from + b, row % ROWS, panel + b, output), factor, sum);
                }
                values[output] = (sum + bias[column + output]) * scale;
                const int64_t place = row * stride + column + output;
                if (epilogue == CK_WRITE) ((uint16_t *)y)[place] = ck_to_bf16(values[output]);
                if (epilogue == CK_ADD) ((float *)y)[place] += values[output];
            }
            if (epilogue == CK_WRITE_GELU) {
                ck_gelu_ref(values, 32);
                quantize_block_ref(values, (ck_int8_inputs *)y + row / ROWS * (stride / 32) + column / 32, row % ROWS);
            }
        }
    }
}

void ck_int8_quantize_ref(const uint16_t *x, int64_t m, int64_t n, ck_int8_inputs *y, int64_t stride) {
    for (int64_t row = 0; row < m; row++) {
        for (int64_t first = 0; first < n; first += BLOCK) {
            float values[BLOCK];
            for (int i = 0; i < BLOCK; i++) values[i] = ck_from_bf16(x[row * n + first + i]);
            quantize_block_ref(values, y + row / ROWS * (stride / 32) + first / BLOCK, row % ROWS);
        }
    }
}

void ck_int8_layer_norm_ref(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                            ck_int8_inputs *y) {
    ck_add_layer_norm_ref(x, NULL, m, n, gamma, beta, epsilon);
    for (int64_t row = 0; row < m; row++) {
        for (int64_t b = 0; b < n / BLOCK; b++) {
            quantize_block_ref(x + row * n + b * BLOCK, y + row / ROWS * (n / BLOCK) + b, row % ROWS);
        }
    }
}

void ck_int8_pack(const float *weights, int64_t n, int64_t k, ck_int8_weights *panels) {
    if (!vnni_pack(weights, n, k, panels)) ck_int8_pack_ref(weights, n, k, panels);
}

void ck_int8_dense(const ck_int8_inputs *x, int64_t m, int64_t k, const ck_int8_weights *panels, int64_t n,
                   const float *bias, float scale, ck_epilogue epilogue, void *y, int64_t stride) {
    if (vnni_dense(x, m, k, panels, n, bias, scale, epilogue, y, stride)) return;
    ck_int8_dense_ref(x, m, k, panels, n, bias, scale, epilogue, y, stride);
}

void ck_int8_quantize(const uint16_t *x, int64_t m, int64_t n, ck_int8_inputs *y, int64_t stride) {
    if (!vnni_quantize(x, m, n, y, stride)) ck_int8_quantize_ref(x, m, n, y, stride);
}

void ck_int8_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                        ck_int8_inputs *y) {
    if (!vnni_layer_norm(x, m, n, gamma, beta, epsilon, y)) ck_int8_layer_norm_ref(x, m, n, gamma, beta, epsilon, y);
}
