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

// `rows` x 16 outputs of one panel, sums in registers; `rows` is a constant after inlining.
INLINE void NAME(dense_tile)(const int rows, const float *x, int64_t k, const float *panel, VEC *out) {
    VEC sums[6][16 / LANES];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < 16 / LANES; v++) sums[r][v] = (VEC){};
    for (int64_t i = 0; i < k; i++) {
        UNROLL for (int v = 0; v < 16 / LANES; v++) {
            const VEC w = NAME(load)(panel + i * 32 + v * LANES);
            UNROLL for (int r = 0; r < rows; r++) sums[r][v] += w * x[r * k + i];
        }
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < 16 / LANES; v++) out[r * (16 / LANES) + v] = sums[r][v];
}

TARGET static void NAME(dense_f32)(const float *x, int64_t m, int64_t k, const float *packed, int64_t n,
                                   const float *bias, float *y) {
    for (int64_t column = 0; column < n; column += 16) {
        const float *panel = packed + (column / 32) * 32 * k + column % 32;
        for (int64_t row = 0; row < m;) {
            VEC out[6 * (16 / LANES)];
            const int64_t left = m - row;
            const int rows = left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
            switch (rows) {
            case 6: NAME(dense_tile)(6, x + row * k, k, panel, out); break;
            case 4: NAME(dense_tile)(4, x + row * k, k, panel, out); break;
            case 2: NAME(dense_tile)(2, x + row * k, k, panel, out); break;
            default: NAME(dense_tile)(1, x + row * k, k, panel, out);
            }
            for (int r = 0; r < rows; r++) ck_store_tile((const float *)(out + r * (16 / LANES)), column, n, bias, y + (row + r) * n);
            row += rows;
        }
    }
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
