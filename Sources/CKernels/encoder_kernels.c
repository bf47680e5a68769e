#include "encoder_kernels.h"

#include <math.h>

#include "bf16.h"
#include "dense.h"
#include "encoder_avx512.h"

static int64_t padded(int64_t tokens) { return (tokens + 31) & ~(int64_t)31; }

void ck_bf16_pack_ref(const float *weights, int64_t n, int64_t k, uint16_t *panels) {
    for (int64_t row = 0; row < n; row++) {
        uint16_t *panel = panels + row / 32 * 32 * k + row % 32 * 2;
        for (int64_t i = 0; i < k; i++) panel[i / 2 * 64 + i % 2] = ck_to_bf16(weights[row * k + i]);
    }
}

void ck_bf16_dense_ref(const uint16_t *x, int64_t m, int64_t k, const uint16_t *panels, int64_t n, const float *bias,
                       float scale, ck_epilogue epilogue, void *y, int64_t stride) {
    for (int64_t row = 0; row < m; row++) {
        for (int64_t column = 0; column < n; column++) {
            const uint16_t *weights = panels + column / 32 * 32 * k + column % 32 * 2;
            float sum = 0;
            for (int64_t i = 0; i < k; i++) {
                sum += ck_from_bf16(weights[i / 2 * 64 + i % 2]) * ck_from_bf16(x[row * k + i]);
            }
            float value = (sum + bias[column]) * scale;
            const int64_t place = row * stride + column;
            if (epilogue == CK_WRITE_GELU) ck_gelu_ref(&value, 1);
            if (epilogue == CK_ADD) {
                ((float *)y)[place] += value;
            } else {
                ((uint16_t *)y)[place] = ck_to_bf16(value);
            }
        }
    }
}

// Keys and values in panels, then the scores and the weights of twelve queries.
int64_t ck_bf16_attention_scratch(int64_t tokens, int64_t size) {
    return padded(tokens) * (4 * size + 12 * 4 + 12 * 2);
}

void ck_bf16_attention_ref(const uint16_t *q, const uint16_t *k, const uint16_t *v, int64_t tokens, int64_t size,
                           uint16_t *out, int64_t stride, void *scratch) {
    float *weights = scratch;
    for (int64_t t = 0; t < tokens; t++) {
        float largest = -INFINITY, total = 0;
        for (int64_t s = 0; s < tokens; s++) {
            float dot = 0;
            for (int64_t d = 0; d < size; d++) dot += ck_from_bf16(q[t * size + d]) * ck_from_bf16(k[s * size + d]);
            weights[s] = dot;
            if (dot > largest) largest = dot;
        }
        for (int64_t s = 0; s < tokens; s++) {
            const float weight = exp2f(weights[s] - largest);
            total += weight;
            weights[s] = ck_from_bf16(ck_to_bf16(weight));
        }
        for (int64_t d = 0; d < size; d++) {
            float sum = 0;
            for (int64_t s = 0; s < tokens; s++) sum += weights[s] * ck_from_bf16(v[s * size + d]);
            out[t * stride + d] = ck_to_bf16(sum / total);
        }
    }
}

void ck_bf16_layer_norm_ref(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                            uint16_t *y) {
    ck_add_layer_norm_ref(x, NULL, m, n, gamma, beta, epsilon);
    for (int64_t i = 0; i < m * n; i++) y[i] = ck_to_bf16(x[i]);
}

void ck_bf16_pack(const float *weights, int64_t n, int64_t k, uint16_t *panels) {
    if (!avx512_bf16_pack(weights, n, k, panels)) ck_bf16_pack_ref(weights, n, k, panels);
}

void ck_bf16_dense(const uint16_t *x, int64_t m, int64_t k, const uint16_t *panels, int64_t n, const float *bias,
                   float scale, ck_epilogue epilogue, void *y, int64_t stride) {
    if (avx512_bf16_dense(x, m, k, panels, n, bias, scale, epilogue, y, stride)) return;
    ck_bf16_dense_ref(x, m, k, panels, n, bias, scale, epilogue, y, stride);
}

void ck_bf16_attention(const uint16_t *q, const uint16_t *k, const uint16_t *v, int64_t tokens, int64_t size,
                       uint16_t *out, int64_t stride, void *scratch) {
    if (avx512_bf16_attention(q, k, v, tokens, size, out, stride, scratch)) return;
    ck_bf16_attention_ref(q, k, v, tokens, size, out, stride, scratch);
}

void ck_bf16_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                        uint16_t *y) {
    if (avx512_bf16_layer_norm(x, m, n, gamma, beta, epsilon, y)) return;
    ck_bf16_layer_norm_ref(x, m, n, gamma, beta, epsilon, y);
}
