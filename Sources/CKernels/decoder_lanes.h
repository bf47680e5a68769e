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
TARGET static void NAME(gate_silu)(float *gate, const float *up, int64_t n) {
    for (int64_t i = 0; i < n; i += LANES) {
        const VEC g = NAME(load)(gate + i);
        NAME(store)(gate + i, g / (NAME(exp)(-g) + 1.0f) * NAME(load)(up + i));
    }
}

// gate[i] = gelu(gate[i]) * up[i], with 0.5 (1 + tanh(z)) = 1 / (1 + e^-2z), z = sqrt(2 / pi) (g + 0.044715 g^3).
TARGET static void NAME(gate_gelu)(float *gate, const float *up, int64_t n) {
    for (int64_t i = 0; i < n; i += LANES) {
        const VEC g = NAME(load)(gate + i);
        const VEC z = g * (g * g * 0.044715f + 1.0f) * 0.79788456f;
        NAME(store)(gate + i, g / (NAME(exp)(z * -2.0f) + 1.0f) * NAME(load)(up + i));
    }
}

// cap * tanh(x / cap)
INLINE VEC NAME(capped)(VEC x, float cap) { return (1.0f - 2.0f / (NAME(exp)(x * (2.0f / cap)) + 1.0f)) * cap; }

TARGET static void NAME(cap)(float *x, int64_t n, float cap) {
    for (int64_t i = 0; i < n; i += LANES) NAME(store)(x + i, NAME(capped)(NAME(load)(x + i), cap));
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

// Turns scores from `start` to `count` into weights that sum to one, but for the factor that is returned. Those beside them, up
// to whole vectors, become zeros.
INLINE float NAME(softmax)(float *scores, int64_t start, int64_t count) {
    const int64_t begin = start / LANES * LANES, end = (count + LANES - 1) / LANES * LANES;
    for (int64_t t = begin; t < start; t++) scores[t] = -INFINITY;
    for (int64_t t = count; t < end; t++) scores[t] = -INFINITY;
    VEC largest = NAME(load)(scores + begin);
    for (int64_t t = begin + LANES; t < end; t += LANES) {
        const VEC s = NAME(load)(scores + t);
        largest = NAME(select)(s > largest, s, largest);
    }
    float peak = largest[0];
    for (int i = 1; i < LANES; i++) peak = largest[i] > peak ? largest[i] : peak;
    VEC sums = {};
    for (int64_t t = begin; t < end; t += LANES) {
        const VEC s = NAME(load)(scores + t);
        const VEC p = NAME(select)(s > -INFINITY, NAME(exp)(s - peak), (VEC){});
        NAME(store)(scores + t, p);
        sums += p;
    }
    return 1.0f / NAME(sum)(sums);
}

// scores[r][t] = dot(queries[r], key t) * scale, capped, for from <= t < to; `rows` is a constant after inlining.
INLINE void NAME(score)(const int rows, const ck_attention_task *task, int64_t from, int64_t to) {
    const int64_t size = task->size;
    for (int64_t t = from; t < to; t += 2 * LANES) {
        const uint16_t *block = task->keys + t / KEY_BLOCK * KEY_BLOCK * size + t % KEY_BLOCK;
        VEC sums[MOST_QUERIES][2];
        UNROLL for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = (VEC){};
        for (int64_t d = 0; d < size; d++) {
            const VEC low = HALVES(block + d * KEY_BLOCK), high = HALVES(block + d * KEY_BLOCK + LANES);
            UNROLL for (int r = 0; r < rows; r++) {
                const VEC q = NAME(splat)(task->queries[r][d]);
                sums[r][0] += low * q;
                sums[r][1] += high * q;
            }
        }
        UNROLL for (int r = 0; r < rows; r++) {
            UNROLL for (int v = 0; v < 2; v++) {
                const VEC s = sums[r][v] * task->scale;
                NAME(store)(task->scores + r * task->stride + t + v * LANES, task->cap > 0 ? NAME(capped)(s, task->cap) : s);
            }
        }
    }
}

// outs[r][d] = sum over from <= t < to of weights[r][t] * value t, times inverse[r], for `vectors` vectors of d; `rows` and
// `vectors` are constants after inlining.
INLINE void NAME(mix)(const int rows, const int vectors, const ck_attention_task *task, int64_t from, int64_t to,
                      const float *inverse, int64_t d) {
    VEC sums[MOST_QUERIES][2];
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = (VEC){};
    for (int64_t t = from; t < to; t++) {
        VEC value[2];
        UNROLL for (int v = 0; v < vectors; v++) value[v] = HALVES(task->values + t * task->size + d + v * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            const VEC weight = NAME(splat)(task->scores[r * task->stride + t]);
            UNROLL for (int v = 0; v < vectors; v++) sums[r][v] += value[v] * weight;
        }
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++) NAME(store)(task->outs[r] + d + v * LANES, sums[r][v] * inverse[r]);
}

INLINE void NAME(attend_rows)(const int rows, const ck_attention_task *task) {
    // Weights of positions that a query does not see are zeros, which leave its sums as they are.
    const int64_t from = task->starts[0] / KEY_BLOCK * KEY_BLOCK, to = task->counts[rows - 1];
    float inverse[MOST_QUERIES];
    NAME(score)(rows, task, from, to);
    for (int r = 0; r < rows; r++) {
        float *scores = task->scores + r * task->stride;
        inverse[r] = NAME(softmax)(scores, task->starts[r], task->counts[r]);
        for (int64_t t = from; t < task->starts[r]; t++) scores[t] = 0;
        for (int64_t t = task->counts[r]; t < to; t++) scores[t] = 0;
    }
    int64_t d = 0;
    for (; d + 2 * LANES <= task->size; d += 2 * LANES) NAME(mix)(rows, 2, task, from, to, inverse, d);
    if (d < task->size) NAME(mix)(rows, 1, task, from, to, inverse, d);
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
