// The encoder's f32 kernels for one vector width. Included by dense.c once for each instruction set, with
// LANES, NAME and TARGET as lanes.h wants them.

#include "lanes.h"

// Phi(x) x by erf of Abramowitz and Stegun 7.1.26.
INLINE VEC NAME(gelu_vec)(VEC x) {
    const VEC z = x * 0.70710678f;
    const VEC a = NAME(select)(z < 0.0f, -z, z);
    const VEC t = 1.0f / (a * 0.3275911f + 1.0f);
    VEC p = t * 1.061405429f - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    const VEC tail = p * t * NAME(exp)(-a * a);
    const VEC erf = NAME(select)(z < 0.0f, tail - 1.0f, 1.0f - tail);
    return x * 0.5f * (erf + 1.0f);
}

TARGET static void NAME(gelu)(float *x, int64_t count) {
    int64_t i = 0;
    for (; i + LANES <= count; i += LANES) NAME(store)(x + i, NAME(gelu_vec)(NAME(load)(x + i)));
    if (i < count) {
        VEC v = {};
        for (int64_t j = i; j < count; j++) v[j - i] = x[j];
        v = NAME(gelu_vec)(v);
        for (int64_t j = i; j < count; j++) x[j] = v[j - i];
    }
}

TARGET static void NAME(add_layer_norm)(float *y, const float *x, int64_t m, int64_t n, const float *gamma,
                                        const float *beta, float epsilon) {
    for (int64_t row = 0; row < m; row++, y += n) {
        VEC sums = {};
        for (int64_t i = 0; i < n; i += LANES) {
            VEC v = NAME(load)(y + i);
            if (x) v += NAME(load)(x + row * n + i);
            NAME(store)(y + i, v);
            sums += v;
        }
        const float mean = NAME(sum)(sums) / (float)n;
        VEC squares = {};
        for (int64_t i = 0; i < n; i += LANES) {
            const VEC d = NAME(load)(y + i) - mean;
            squares += d * d;
        }
        const float inverse = 1.0f / sqrtf(NAME(sum)(squares) / (float)n + epsilon);
        for (int64_t i = 0; i < n; i += LANES) {
            const VEC d = (NAME(load)(y + i) - mean) * inverse;
            NAME(store)(y + i, d * NAME(load)(gamma + i) + NAME(load)(beta + i));
        }
    }
}

typedef uint16_t NAME(short_vec) __attribute__((vector_size(LANES * 2), aligned(2)));
typedef uint32_t NAME(word_vec) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef _Float16 NAME(half_vec) __attribute__((vector_size(LANES * 2), aligned(2)));

// Weights from a place of a panel on, as f32; `format` is a constant after inlining.
INLINE VEC NAME(weights)(const ck_dense_format format, const void *panel, int64_t place) {
    if (format == CK_DENSE_F32) return NAME(load)((const float *)panel + place);
    const uint16_t *narrow = (const uint16_t *)panel + place;
    if (format == CK_DENSE_WIDENED_F16) return __builtin_convertvector(*(const NAME(half_vec) *)narrow, VEC);
    return (VEC)(__builtin_convertvector(*(const NAME(short_vec) *)narrow, NAME(word_vec)) << 16);
}

// `rows` x `columns` outputs of one panel from `place` on, sums in registers; all three are constants after inlining.
INLINE void NAME(dense_tile)(const ck_dense_format format, const int rows, const int columns, const float *x, int64_t k,
                             const void *panel, int64_t place, float *out) {
    VEC sums[6][32 / LANES];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < columns / LANES; v++) sums[r][v] = (VEC){};
    for (int64_t i = 0; i < k; i++) {
        UNROLL for (int v = 0; v < columns / LANES; v++) {
            const VEC w = NAME(weights)(format, panel, place + i * 32 + v * LANES);
            UNROLL for (int r = 0; r < rows; r++) sums[r][v] += w * x[r * k + i];
        }
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < columns / LANES; v++) NAME(store)(out + r * columns + v * LANES, sums[r][v]);
}

// Many rows go through half a panel at a time, which has registers for six; the last few through all of it, which is read once.
INLINE void NAME(dense)(const ck_dense_format format, const float *x, int64_t m, int64_t k, const void *packed, int64_t n,
                        const float *bias, float *y) {
    const int64_t left = m % 6, few = left >= 4 ? left - 4 : left;
    for (int64_t column = 0; column < n; column += 32) {
        float out[6 * 16];
        for (int64_t half = 0; half < 32; half += 16) {
            for (int64_t row = 0; row < m - few;) {
                const int rows = m - few - row >= 6 ? 6 : 4;
                if (rows == 6) {
                    NAME(dense_tile)(format, 6, 16, x + row * k, k, packed, column * k + half, out);
                } else {
                    NAME(dense_tile)(format, 4, 16, x + row * k, k, packed, column * k + half, out);
                }
                for (int r = 0; r < rows; r++) ck_store_tile(out + r * 16, column + half, n, bias, y + (row + r) * n);
                row += rows;
            }
        }
        for (int64_t row = m - few; row < m; row++) {
            NAME(dense_tile)(format, 1, 32, x + row * k, k, packed, column * k, out);
            ck_store_tile(out, column, n, bias, y + row * n);
            ck_store_tile(out + 16, column + 16, n, bias, y + row * n);
        }
    }
}

TARGET static void NAME(dense_f32)(const float *x, int64_t m, int64_t k, const void *packed, int64_t n,
                                   const float *bias, float *y) {
    NAME(dense)(CK_DENSE_F32, x, m, k, packed, n, bias, y);
}

TARGET static void NAME(dense_f16)(const float *x, int64_t m, int64_t k, const void *packed, int64_t n,
                                   const float *bias, float *y) {
    NAME(dense)(CK_DENSE_WIDENED_F16, x, m, k, packed, n, bias, y);
}

TARGET static void NAME(dense_bf16)(const float *x, int64_t m, int64_t k, const void *packed, int64_t n,
                                    const float *bias, float *y) {
    NAME(dense)(CK_DENSE_WIDENED_BF16, x, m, k, packed, n, bias, y);
}

// One head: keys transposed [size, padded], four queries at a time.
TARGET static void NAME(attention_head)(const float *qkv, int64_t tokens, int64_t stride, int64_t size, float *out,
                                        int64_t out_stride, int64_t offset, float *scratch) {
    const int64_t padded = (tokens + 15) & ~(int64_t)15;
    const float *keys = qkv + offset, *values = qkv + 2 * offset;
    float *transposed = scratch, *scores = scratch + size * padded;
    for (int64_t d = 0; d < size; d++) {
        for (int64_t t = 0; t < tokens; t++) transposed[d * padded + t] = keys[t * stride + d];
        for (int64_t t = tokens; t < padded; t++) transposed[d * padded + t] = 0;
    }
    const float scale = 1.0f / sqrtf((float)size);
    for (int64_t first = 0; first < tokens; first += 4) {
        const int rows = tokens - first < 4 ? (int)(tokens - first) : 4;
        const float *queries[4];
        for (int r = 0; r < 4; r++) queries[r] = qkv + (first + (r < rows ? r : 0)) * stride;
        for (int64_t t = 0; t < padded; t += LANES) {
            VEC sums[4] = {};
            for (int64_t d = 0; d < size; d++) {
                const VEC key = NAME(load)(transposed + d * padded + t);
                for (int r = 0; r < 4; r++) sums[r] += key * queries[r][d];
            }
            for (int r = 0; r < 4; r++) NAME(store)(scores + r * padded + t, sums[r] * scale);
        }
        float inverse[4];
        for (int r = 0; r < rows; r++) {
            float *row = scores + r * padded;
            float largest = row[0];
            for (int64_t t = 1; t < tokens; t++) largest = row[t] > largest ? row[t] : largest;
            for (int64_t t = tokens; t < padded; t++) row[t] = -INFINITY;
            VEC sums = {};
            for (int64_t t = 0; t < padded; t += LANES) {
                VEC p = NAME(exp)(NAME(load)(row + t) - largest);
                NAME(store)(row + t, p);
                sums += p;
            }
            inverse[r] = 1.0f / NAME(sum)(sums);
        }
        for (int64_t d = 0; d < size; d += 16) {
            VEC sums[4][16 / LANES] = {};
            for (int64_t t = 0; t < tokens; t++) {
                for (int v = 0; v < 16 / LANES; v++) {
                    const VEC value = NAME(load)(values + t * stride + d + v * LANES);
                    for (int r = 0; r < 4; r++) sums[r][v] += value * scores[r * padded + t];
                }
            }
            for (int r = 0; r < rows; r++)
                for (int v = 0; v < 16 / LANES; v++)
                    NAME(store)(out + (first + r) * out_stride + d + v * LANES, sums[r][v] * inverse[r]);
        }
    }
}

TARGET static void NAME(attention)(const float *qkv, int64_t tokens, int64_t heads, int64_t size, float *out,
                                   float *scratch) {
    for (int64_t head = 0; head < heads; head++) {
        NAME(attention_head)(qkv + head * size, tokens, 3 * heads * size, size, out + head * size, heads * size,
                             heads * size, scratch);
    }
}

#include "lanes_end.h"
