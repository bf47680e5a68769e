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

// One query against `count` keys and values [count, size] of its head.
TARGET static void NAME(attend_one)(const float *query, const uint16_t *keys, const uint16_t *values, int64_t count,
                                    int64_t size, float *scores, float *out) {
    const float scale = 1.0f / sqrtf((float)size);
    for (int64_t t = 0; t < count; t++) {
        VEC sums = {};
        for (int64_t d = 0; d < size; d += LANES) sums += NAME(load)(query + d) * HALVES(keys + t * size + d);
        scores[t] = NAME(sum)(sums) * scale;
    }
    const float inverse = NAME(softmax)(scores, count);
    for (int64_t d = 0; d < size; d += LANES) {
        VEC sums = {};
        for (int64_t t = 0; t < count; t++) sums += HALVES(values + t * size + d) * scores[t];
        NAME(store)(out + d, sums * inverse);
    }
}

// Keys [count, size] as f32 [size, padded], values as f32 [count, size].
TARGET static void NAME(expand_head)(const uint16_t *keys, const uint16_t *values, int64_t count, int64_t padded,
                                     int64_t size, float *keys_out, float *values_out) {
    for (int64_t t = 0; t < count; t++) {
        for (int64_t d = 0; d < size; d += LANES) {
            const VEC key = HALVES(keys + t * size + d);
            for (int i = 0; i < LANES; i++) keys_out[(d + i) * padded + t] = key[i];
            NAME(store)(values_out + t * size + d, HALVES(values + t * size + d));
        }
    }
    for (int64_t d = 0; d < size; d++)
        for (int64_t t = count; t < padded; t++) keys_out[d * padded + t] = 0;
}

// Up to four queries that follow each other; query r sees the first `count` - 3 + r … keys, the last one `count`.
// queries and out: `stride` floats from row to row.
TARGET static void NAME(attend_four)(const float *queries, int64_t rows, int64_t stride, const float *keys,
                                     const float *values, int64_t first_count, int64_t padded, int64_t size,
                                     float *scores, float *out) {
    const float scale = 1.0f / sqrtf((float)size);
    const int64_t count = first_count + rows - 1;
    const float *query[4];
    for (int r = 0; r < 4; r++) query[r] = queries + (r < rows ? r : 0) * stride;
    for (int64_t t = 0; t < count; t += LANES) {
        VEC sums[4] = {};
        for (int64_t d = 0; d < size; d++) {
            const VEC key = NAME(load)(keys + d * padded + t);
            UNROLL for (int r = 0; r < 4; r++) sums[r] += key * query[r][d];
        }
        UNROLL for (int r = 0; r < 4; r++) NAME(store)(scores + r * padded + t, sums[r] * scale);
    }
    float inverse[4];
    for (int64_t r = 0; r < 4; r++) {
        float *row = scores + r * padded;
        if (r < rows) inverse[r] = NAME(softmax)(row, first_count + r);
        for (int64_t t = r < rows ? first_count + r : 0; t < count; t++) row[t] = 0;
    }
    for (int64_t d = 0; d < size; d += LANES) {
        VEC sums[4] = {};
        for (int64_t t = 0; t < count; t++) {
            const VEC value = NAME(load)(values + t * size + d);
            UNROLL for (int r = 0; r < 4; r++) sums[r] += value * scores[r * padded + t];
        }
        for (int64_t r = 0; r < rows; r++) NAME(store)(out + r * stride + d, sums[r] * inverse[r]);
    }
}

#undef HALVES
#undef STORE_HALVES
#include "lanes_end.h"
