// The decoder's f32 kernels for one vector width; LANES, NAME and TARGET as lanes.h wants them, and
//   HALVES(p)          LANES f16 numbers at p as f32
//   STORE_HALVES(p, v) the reverse, rounded to the nearest

#include "lanes.h"

TARGET static void NAME(rms_norm)(const float *x, int64_t n, const float *weight, float epsilon, float *out) {
    VEC squares = {};
    for (int64_t i = 0; i < n; i += LANES) {
        const VEC v = NAME(load)(x + i);
        squares += v * v;
    }
    const float inverse = 1.0f / sqrtf(NAME(sum)(squares) / (float)n + epsilon);
    for (int64_t i = 0; i < n; i += LANES) NAME(store)(out + i, NAME(load)(x + i) * inverse * NAME(load)(weight + i));
}

// gate[i] = silu(gate[i]) * up[i]
TARGET static void NAME(swiglu)(float *gate, const float *up, int64_t n) {
    for (int64_t i = 0; i < n; i += LANES) {
        const VEC g = NAME(load)(gate + i);
        NAME(store)(gate + i, g / (NAME(exp)(-g) + 1.0f) * NAME(load)(up + i));
    }
}

TARGET static void NAME(to_halves)(const float *x, int64_t n, uint16_t *out) {
    for (int64_t i = 0; i < n; i += LANES) STORE_HALVES(out + i, NAME(load)(x + i));
}

// Rounds numbers to f16 where they are.
TARGET static void NAME(round_to_halves)(float *x, int64_t n) {
    for (int64_t i = 0; i < n; i += LANES) {
        uint16_t halves[LANES];
        STORE_HALVES(halves, NAME(load)(x + i));
        NAME(store)(x + i, HALVES(halves));
    }
}

// Turns scores into weights that sum to one, but for the factor that is returned.
INLINE float NAME(softmax)(float *scores, int64_t count) {
    const int64_t padded = (count + LANES - 1) / LANES * LANES;
    for (int64_t t = count; t < padded; t++) scores[t] = -INFINITY;
    VEC largest = NAME(load)(scores);
    for (int64_t t = LANES; t < padded; t += LANES) {
        const VEC s = NAME(load)(scores + t);
        largest = NAME(select)(s > largest, s, largest);
    }
    float peak = largest[0];
    for (int i = 1; i < LANES; i++) peak = largest[i] > peak ? largest[i] : peak;
    VEC sums = {};
    for (int64_t t = 0; t < padded; t += LANES) {
        const VEC p = NAME(exp)(NAME(load)(scores + t) - peak);
        NAME(store)(scores + t, p);
        sums += p;
    }
    float total = NAME(sum)(sums);
    // Scores past the end became tiny weights, not zeros.
    for (int64_t t = count; t < padded; t++) total -= scores[t];
    return 1.0f / total;
}

// scores[r][t] = dot(queries[r], key t) * scale for t < count; `rows` is a constant after inlining.
INLINE void NAME(score)(const int rows, const float *const *queries, const uint16_t *keys, int64_t count, int64_t size,
                        float scale, float *scores, int64_t stride) {
    for (int64_t t = 0; t < count; t += 2 * LANES) {
        const uint16_t *block = keys + t / KEY_BLOCK * KEY_BLOCK * size + t % KEY_BLOCK;
        VEC sums[MOST_QUERIES][2];
        UNROLL for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = (VEC){};
        for (int64_t d = 0; d < size; d++) {
            const VEC low = HALVES(block + d * KEY_BLOCK), high = HALVES(block + d * KEY_BLOCK + LANES);
            UNROLL for (int r = 0; r < rows; r++) {
                const VEC q = NAME(splat)(queries[r][d]);
                sums[r][0] += low * q;
                sums[r][1] += high * q;
            }
        }
        UNROLL for (int r = 0; r < rows; r++) {
            NAME(store)(scores + r * stride + t, sums[r][0] * scale);
            NAME(store)(scores + r * stride + t + LANES, sums[r][1] * scale);
        }
    }
}

// outs[r][d] = sum over t of weights[r][t] * value t, times inverse[r], for `vectors` vectors of d; `rows` and `vectors`
// are constants after inlining.
INLINE void NAME(mix)(const int rows, const int vectors, const float *weights, int64_t stride, const uint16_t *values,
                      int64_t count, int64_t size, const float *inverse, float *const *outs, int64_t d) {
    VEC sums[MOST_QUERIES][2];
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = (VEC){};
    for (int64_t t = 0; t < count; t++) {
        VEC value[2];
        UNROLL for (int v = 0; v < vectors; v++) value[v] = HALVES(values + t * size + d + v * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            const VEC weight = NAME(splat)(weights[r * stride + t]);
            UNROLL for (int v = 0; v < vectors; v++) sums[r][v] += value[v] * weight;
        }
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++) NAME(store)(outs[r] + d + v * LANES, sums[r][v] * inverse[r]);
}

INLINE void NAME(attend_rows)(const int rows, const ck_attention_task *task) {
    const int64_t most = task->counts[rows - 1], size = task->size, stride = task->stride;
    float *scores = task->scores, inverse[MOST_QUERIES];
    NAME(score)(rows, task->queries, task->keys, most, size, 1.0f / sqrtf((float)size), scores, stride);
    for (int r = 0; r < rows; r++) {
        const int64_t count = task->counts[r];
        inverse[r] = NAME(softmax)(scores + r * stride, count);
        for (int64_t t = count; t < most; t++) scores[r * stride + t] = 0;
    }
    int64_t d = 0;
    for (; d + 2 * LANES <= size; d += 2 * LANES) {
        NAME(mix)(rows, 2, scores, stride, task->values, most, size, inverse, task->outs, d);
    }
    if (d < size) NAME(mix)(rows, 1, scores, stride, task->values, most, size, inverse, task->outs, d);
}

TARGET static void NAME(attend)(const ck_attention_task *task) {
    switch (task->rows) {
    case 1: NAME(attend_rows)(1, task); break;
    case 2: NAME(attend_rows)(2, task); break;
    case 3: NAME(attend_rows)(3, task); break;
    case 4: NAME(attend_rows)(4, task); break;
    case 5: NAME(attend_rows)(5, task); break;
    default: NAME(attend_rows)(6, task);
    }
}

#undef HALVES
#undef STORE_HALVES
#include "lanes_end.h"
