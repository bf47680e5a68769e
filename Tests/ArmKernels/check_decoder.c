#include <string.h>

#include "CKernels.h"
#include "check.h"
#include "decoder_kernels.h"

typedef void (*kernel)(const ck_decoder_kernels *kernels, int64_t count, float *out);

// Runs a kernel of the plain table, then of each path's.
static void compare(kernel kernel, int64_t count, float tolerance, const char *name) {
    float *reference = memory_for_floats(count), *tested = memory_for_floats(count);
    ck_limit_features(0);
    kernel(ck_decoder_kernels_best(), count, reference);
    ON_EVERY_PATH(kernel(ck_decoder_kernels_best(), count, tested);
                  expect_close(tested, reference, count, tolerance, "%s of %d", name, (int)count))
}

static float *scaled(int64_t count, float scale, uint64_t seed) {
    float *floats = random_floats(count, seed);
    for (int64_t i = 0; i < count; i++) floats[i] *= scale;
    return floats;
}

static void rms_norm(const ck_decoder_kernels *kernels, int64_t count, float *out) {
    kernels->rms_norm(scaled(count, 3, 1), count, random_floats(count, 2), 1e-5f, out);
}

static void gate_silu(const ck_decoder_kernels *kernels, int64_t count, float *out) {
    memcpy(out, scaled(count, 9, 3), (size_t)count * 4);
    kernels->gate_silu(out, random_floats(count, 4), count);
}

static void gate_gelu(const ck_decoder_kernels *kernels, int64_t count, float *out) {
    memcpy(out, scaled(count, 9, 3), (size_t)count * 4);
    kernels->gate_gelu(out, random_floats(count, 4), count);
}

static void cap(const ck_decoder_kernels *kernels, int64_t count, float *out) {
    memcpy(out, scaled(count, 90, 5), (size_t)count * 4);
    kernels->cap(out, count, 30);
}

// The bits of f16 numbers, some of them subnormal.
static void to_halves(const ck_decoder_kernels *kernels, int64_t count, float *out) {
    float *x = scaled(count, 1e-4f, 6);
    for (int64_t i = 0; i < count; i += 3) x[i] *= 1e6f;
    uint16_t *halves = (uint16_t *)random_bytes(count * 2, 7);
    kernels->to_halves(x, count, halves);
    for (int64_t i = 0; i < count; i++) out[i] = halves[i];
}

static void round_to_halves(const ck_decoder_kernels *kernels, int64_t count, float *out) {
    memcpy(out, scaled(count, 100, 8), (size_t)count * 4);
    kernels->round_to_halves(out, count);
}

// `rows` queries over the positions of a window, the last of which each sees one more: [rows, size].
static void attention(int rows, int64_t positions, int64_t size, float limit) {
    const int64_t padded = (positions + KEY_BLOCK - 1) / KEY_BLOCK * KEY_BLOCK, count = rows * size;
    float *queries = scaled(count, 3, 9), *scores = memory_for_floats(MOST_QUERIES * padded);
    uint16_t *keys = (uint16_t *)random_bytes(padded * size * 2, 10), *values = (uint16_t *)random_bytes(padded * size * 2, 11);
    // Numbers between 2^-8 and 2 of either sign.
    for (int64_t i = 0; i < padded * size; i++) {
        keys[i] = (uint16_t)((keys[i] & 0x83ff) | (7 + keys[i] / 1024 % 8) << 10);
        values[i] = (uint16_t)((values[i] & 0x83ff) | (7 + values[i] / 1024 % 8) << 10);
    }
    ck_attention_task task = {rows, .keys = keys, .values = values, .size = size, .scale = 0.2f, .cap = limit,
                              .scores = scores, .stride = padded};
    float *reference = memory_for_floats(count), *tested = memory_for_floats(count);
    for (int r = 0; r < rows; r++) {
        task.queries[r] = queries + r * size;
        task.counts[r] = positions - rows + 1 + r;
        task.starts[r] = limit != 0 && task.counts[r] > 20 ? task.counts[r] - 20 : 0;
        task.outs[r] = reference + r * size;
    }
    ck_limit_features(0);
    ck_decoder_kernels_best()->attend(&task);
    for (int r = 0; r < rows; r++) task.outs[r] = tested + r * size;
    ON_EVERY_PATH(ck_decoder_kernels_best()->attend(&task);
                  expect_close(tested, reference, count, 2e-5f, "%d queries over %d positions of %d", rows, (int)positions,
                               (int)size))
}

void check_decoder(void) {
    const int64_t counts[] = {16, 48, 576};
    for (int i = 0; i < 3; i++) {
        compare(rms_norm, counts[i], 1e-5f, "RMS norm");
        compare(gate_silu, counts[i], 1e-5f, "SiLU gate");
        compare(gate_gelu, counts[i], 1e-5f, "GELU gate");
        compare(cap, counts[i], 1e-5f, "cap");
        compare(to_halves, counts[i], 0, "f16 bits");
        compare(round_to_halves, counts[i], 0, "rounding to f16");
    }
    for (int rows = 1; rows <= MOST_QUERIES; rows++) {
        attention(rows, 6, 16, 0);
        attention(rows, 33, 48, 50);
        attention(rows, 130, 64, 0);
    }
}
