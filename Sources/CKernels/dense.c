#include "dense.h"

#include <math.h>

#include "bf16.h"
#include "dense_bf16.h"
#include "half.h"
#include "processor.h"

// Panels hold 32 outputs, as [k][32], but those of CK_DENSE_BF16 as [k / 2][32][2]. Outputs past the last are zeros.
static int64_t panel_count(int64_t n) { return (n + 31) / 32; }

// Where a panel has input i of output c.
static int64_t place_of(ck_dense_format format, int64_t i, int64_t c) {
    return format == CK_DENSE_BF16 ? (i / 2) * 64 + c * 2 + i % 2 : i * 32 + c;
}

static void put(ck_dense_format format, void *packed, int64_t place, float w) {
    switch (format) {
    case CK_DENSE_F32: ((float *)packed)[place] = w; break;
    case CK_DENSE_WIDENED_F16: ((uint16_t *)packed)[place] = half_from_float(w); break;
    case CK_DENSE_BF16:
    case CK_DENSE_WIDENED_BF16: ((uint16_t *)packed)[place] = ck_to_bf16(w); break;
    }
}

static float get(ck_dense_format format, const void *packed, int64_t place) {
    switch (format) {
    case CK_DENSE_F32: break;
    case CK_DENSE_WIDENED_F16: return half_to_float(((const uint16_t *)packed)[place]);
    case CK_DENSE_BF16:
    case CK_DENSE_WIDENED_BF16: return ck_from_bf16(((const uint16_t *)packed)[place]);
    }
    return ((const float *)packed)[place];
}

ck_dense_format ck_dense_best_format(void) {
    return ck_cpu_features() & CK_AVX512_BF16 ? CK_DENSE_BF16 : CK_DENSE_F32;
}

int64_t ck_dense_packed_size(ck_dense_format format, int64_t n, int64_t k) {
    return panel_count(n) * 32 * k * (format == CK_DENSE_F32 ? 4 : 2);
}

void ck_dense_pack(ck_dense_format format, const float *weights, int64_t n, int64_t k, void *packed) {
    for (int64_t panel = 0; panel < panel_count(n); panel++) {
        const int64_t base = panel * 32 * k;
        for (int64_t c = 0; c < 32; c++) {
            const int64_t row = panel * 32 + c;
            for (int64_t i = 0; i < k; i++) {
                put(format, packed, base + place_of(format, i, c), row < n ? weights[row * k + i] : 0);
            }
        }
    }
}

void ck_dense_ref(ck_dense_format format, const float *x, int64_t m, int64_t k, const void *packed, int64_t n,
                  const float *bias, float *y) {
    for (int64_t row = 0; row < m; row++) {
        for (int64_t column = 0; column < n; column++) {
            const int64_t base = (column / 32) * 32 * k, c = column % 32;
            float sum = 0;
            for (int64_t i = 0; i < k; i++) {
                const float input = x[row * k + i];
                sum += get(format, packed, base + place_of(format, i, c))
                       * (format == CK_DENSE_BF16 ? ck_from_bf16(ck_to_bf16(input)) : input);
            }
            y[row * n + column] = sum + (bias ? bias[column] : 0);
        }
    }
}

void ck_add_layer_norm_ref(float *y, const float *x, int64_t m, int64_t n, const float *gamma, const float *beta,
                           float epsilon) {
    for (int64_t row = 0; row < m; row++, y += n) {
        float sum = 0, squares = 0;
        for (int64_t i = 0; i < n; i++) {
            if (x) y[i] += x[row * n + i];
            sum += y[i];
        }
        const float mean = sum / (float)n;
        for (int64_t i = 0; i < n; i++) squares += (y[i] - mean) * (y[i] - mean);
        const float inverse = 1.0f / sqrtf(squares / (float)n + epsilon);
        for (int64_t i = 0; i < n; i++) y[i] = (y[i] - mean) * inverse * gamma[i] + beta[i];
    }
}

void ck_gelu_ref(float *x, int64_t count) {
    for (int64_t i = 0; i < count; i++) x[i] = 0.5f * x[i] * (1.0f + erff(x[i] * 0.70710678f));
}

int64_t ck_attention_scratch(int64_t tokens, int64_t size) { return ((tokens + 15) & ~(int64_t)15) * (size + 4); }

void ck_attention_ref(const float *qkv, int64_t tokens, int64_t heads, int64_t size, float *out, float *scratch) {
    const int64_t stride = 3 * heads * size;
    for (int64_t head = 0; head < heads; head++) {
        for (int64_t t = 0; t < tokens; t++) {
            const float *query = qkv + t * stride + head * size;
            float largest = -INFINITY, total = 0;
            for (int64_t s = 0; s < tokens; s++) {
                const float *key = qkv + s * stride + (heads + head) * size;
                float dot = 0;
                for (int64_t d = 0; d < size; d++) dot += query[d] * key[d];
                scratch[s] = dot / sqrtf((float)size);
                if (scratch[s] > largest) largest = scratch[s];
            }
            for (int64_t s = 0; s < tokens; s++) total += scratch[s] = expf(scratch[s] - largest);
            float *row = out + (t * heads + head) * size;
            for (int64_t d = 0; d < size; d++) row[d] = 0;
            for (int64_t s = 0; s < tokens; s++) {
                const float *value = qkv + s * stride + (2 * heads + head) * size;
                for (int64_t d = 0; d < size; d++) row[d] += scratch[s] / total * value[d];
            }
        }
    }
}

// 16 sums of one row, with bias, where the layer has that many outputs.
static void ck_store_tile(const float *sums, int64_t column, int64_t n, const float *bias, float *row) {
    const int64_t count = n - column < 16 ? n - column : 16;
    for (int64_t i = 0; i < count; i++) row[column + i] = sums[i] + (bias ? bias[column + i] : 0);
}

#if defined(__x86_64__)
#define LANES 16
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c")))
#define NAME(x) avx512_##x
#include "dense_lanes.h"
#define LANES 8
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define NAME(x) avx2_##x
#include "dense_lanes.h"
#define PICK(name, ...)                                                          \
    do {                                                                         \
        if (ck_cpu_features() & CK_AVX512) return avx512_##name(__VA_ARGS__);    \
        if (ck_cpu_features() & CK_AVX2) return avx2_##name(__VA_ARGS__);        \
    } while (0)
#elif defined(__aarch64__)
#define LANES 4
#define TARGET
#define NAME(x) neon_##x
#include "dense_lanes.h"
#define PICK(name, ...)                                                          \
    do {                                                                         \
        if (ck_cpu_features() & CK_NEON) return neon_##name(__VA_ARGS__);        \
    } while (0)
#else
#define PICK(name, ...)
#endif

void ck_dense(ck_dense_format format, const float *x, int64_t m, int64_t k, const void *packed, int64_t n,
              const float *bias, float *y, void *scratch) {
    switch (format) {
    case CK_DENSE_F32: PICK(dense_f32, x, m, k, packed, n, bias, y); break;
    case CK_DENSE_WIDENED_F16: PICK(dense_f16, x, m, k, packed, n, bias, y); break;
    case CK_DENSE_WIDENED_BF16: PICK(dense_bf16, x, m, k, packed, n, bias, y); break;
    case CK_DENSE_BF16:
        if (ck_dense_bf16(x, m, k, packed, n, bias, y, scratch)) return;
    }
    ck_dense_ref(format, x, m, k, packed, n, bias, y);
}

void ck_add_layer_norm(float *y, const float *x, int64_t m, int64_t n, const float *gamma, const float *beta,
                       float epsilon) {
    if (n % 16 == 0) PICK(add_layer_norm, y, x, m, n, gamma, beta, epsilon);
    ck_add_layer_norm_ref(y, x, m, n, gamma, beta, epsilon);
}

void ck_gelu(float *x, int64_t count) {
    PICK(gelu, x, count);
    ck_gelu_ref(x, count);
}

void ck_attention(const float *qkv, int64_t tokens, int64_t heads, int64_t size, float *out, float *scratch) {
    if (size % 16 == 0) PICK(attention, qkv, tokens, heads, size, out, scratch);
    ck_attention_ref(qkv, tokens, heads, size, out, scratch);
}
