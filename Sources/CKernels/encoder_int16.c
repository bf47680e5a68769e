#include "encoder_int16.h"

#include <math.h>

#include "dense.h"
#include "encoder_avx2.h"
#include "rounding.h"

int64_t ck_int16_block(int64_t k) {
    int64_t block = k < LONGEST_BLOCK ? k : LONGEST_BLOCK;
    while (k % block != 0) block -= 32;
    return block;
}

int64_t ck_int16_panel_bytes(int64_t k) { return PANEL * k * 2 + PANEL * 4; }

// What a block's numbers are multiplied with to get codes, and the scale of the codes. A block that is nearly nothing is zeros.
static float inverse_scale(const float *x, int64_t count, float *scale) {
    float largest = 0;
    for (int64_t i = 0; i < count; i++) largest = fabsf(x[i]) > largest ? fabsf(x[i]) : largest;
    *scale = largest / LARGEST_CODE;
    return largest > 1e-30f ? LARGEST_CODE / largest : 0;
}

static int16_t code(float x) {
    const int32_t code = ck_rounded(x);
    return (int16_t)(code > LARGEST_CODE ? LARGEST_CODE : code < -LARGEST_CODE ? -LARGEST_CODE : code);
}

// Where a panel has input i of output c.
static int64_t place_of(int64_t k, int64_t c, int64_t i) { return c / HALF * HALF * k + i / 2 * PANEL + c % HALF * 2 + i % 2; }

void ck_int16_pack(const float *weights, int64_t n, int64_t k, void *panels) {
    for (int64_t row = 0; row < n; row++) {
        int16_t *codes = (int16_t *)((char *)panels + row / PANEL * ck_int16_panel_bytes(k));
        float *scales = (float *)(codes + PANEL * k);
        const float *x = weights + row * k;
        const float inverse = inverse_scale(x, k, &scales[row % PANEL]);
        for (int64_t i = 0; i < k; i++) codes[place_of(k, row % PANEL, i)] = code(x[i] * inverse);
    }
}

void ck_int16_dense_ref(ck_int16_inputs x, int64_t m, const void *panels, int64_t n, const float *bias, float scale,
                        int adds, float *y, int64_t stride) {
    const int64_t blocks = x.k / x.block;
    for (int64_t column = 0; column < n; column++) {
        const int16_t *codes = (const int16_t *)((const char *)panels + column / PANEL * ck_int16_panel_bytes(x.k));
        const float factor = ((const float *)(codes + PANEL * x.k))[column % PANEL] * scale;
        for (int64_t row = 0; row < m; row++) {
            float sum = bias[column] * scale;
            for (int64_t b = 0; b < blocks; b++) {
                int32_t dot = 0;
                for (int64_t i = b * x.block; i < (b + 1) * x.block; i++) {
                    dot += x.codes[row * x.k + i] * codes[place_of(x.k, column % PANEL, i)];
                }
                sum = fmaf((float)dot, x.scales[row * blocks + b] * factor, sum);
            }
            float *to = y + row * stride + column;
            *to = adds ? *to + sum : sum;
        }
    }
}

void ck_int16_quantize_ref(const float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    for (int64_t row = 0; row < m; row++) {
        for (int64_t i = 0; i < n; i += y.block) {
            const float *from = x + row * stride + i;
            const int64_t column = first + i;
            const float inverse =
                inverse_scale(from, y.block, &y.scales[row * (y.k / y.block) + column / y.block]);
            for (int64_t j = 0; j < y.block; j++) y.codes[row * y.k + column + j] = code(from[j] * inverse);
        }
    }
}

void ck_int16_gelu_ref(float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    for (int64_t row = 0; row < m; row++) ck_gelu_ref(x + row * stride, n);
    ck_int16_quantize_ref(x, m, n, stride, y, first);
}

static int64_t aligned(int64_t bytes) { return (bytes + 63) & ~(int64_t)63; }

// The queries' codes and scales; keys and values as panels with scales; scores and their codes of one tile of queries.
int64_t ck_int16_attention_scratch(int64_t tokens, int64_t size) {
    const int64_t padded = (tokens + 31) & ~(int64_t)31;
    return aligned(tokens * size * 2) + 2 * aligned(padded * size * 2) + aligned(tokens * 4) + aligned(padded * 4) +
           aligned(size * 4) + aligned(6 * padded * 4) + aligned(6 * padded * 2);
}

void ck_int16_attention_ref(const float *q, const float *k, const float *v, int64_t tokens, int64_t size,
                            ck_int16_inputs out, int64_t first, void *scratch) {
    float *weights = scratch, row[128];
    for (int64_t t = 0; t < tokens; t++) {
        float largest = -INFINITY, total = 0;
        for (int64_t s = 0; s < tokens; s++) {
            weights[s] = 0;
            for (int64_t d = 0; d < size; d++) weights[s] += q[t * size + d] * k[s * size + d];
            largest = weights[s] > largest ? weights[s] : largest;
        }
        for (int64_t s = 0; s < tokens; s++) total += weights[s] = exp2f(weights[s] - largest);
        for (int64_t d = 0; d < size; d++) {
            row[d] = 0;
            for (int64_t s = 0; s < tokens; s++) row[d] += weights[s] / total * v[s * size + d];
        }
        const ck_int16_inputs to = {
            .codes = out.codes + t * out.k, .scales = out.scales + t * (out.k / out.block), .k = out.k, .block = out.block};
        ck_int16_quantize_ref(row, 1, size, size, to, first);
    }
}

void ck_int16_dense(ck_int16_inputs x, int64_t m, const void *panels, int64_t n, const float *bias, float scale, int adds,
                    float *y, int64_t stride) {
    if (avx2_int16_dense(x, m, panels, n, bias, scale, adds, y, stride)) return;
    ck_int16_dense_ref(x, m, panels, n, bias, scale, adds, y, stride);
}

void ck_int16_quantize(const float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    if (!avx2_int16_quantize(x, m, n, stride, y, first)) ck_int16_quantize_ref(x, m, n, stride, y, first);
}

void ck_int16_gelu(float *x, int64_t m, int64_t n, int64_t stride, ck_int16_inputs y, int64_t first) {
    if (!avx2_int16_gelu(x, m, n, stride, y, first)) ck_int16_gelu_ref(x, m, n, stride, y, first);
}

void ck_int16_attention(const float *q, const float *k, const float *v, int64_t tokens, int64_t size, ck_int16_inputs out,
                        int64_t first, void *scratch) {
    if (avx2_int16_attention(q, k, v, tokens, size, out, first, scratch)) return;
    ck_int16_attention_ref(q, k, v, tokens, size, out, first, scratch);
}
