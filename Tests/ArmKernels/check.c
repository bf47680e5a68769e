// Compares every vector path of this processor with the scalar references, and ends with 1 where one differs.
#include "check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

enum { GUARDS = 64 };
static const float guard = -12345;
static int comparisons = 0, failures = 0;

static void *aligned(int64_t bytes) {
    void *memory = aligned_alloc(64, ((size_t)bytes + 63) / 64 * 64);
    if (!memory) abort();
    return memory;
}

float *memory_for_floats(int64_t count) {
    float *memory = aligned((count + GUARDS) * 4);
    for (int64_t i = 0; i < count + GUARDS; i++) memory[i] = guard;
    return memory;
}

// SplitMix64 (Steele et al., 2014).
static uint64_t next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

float *random_floats(int64_t count, uint64_t seed) {
    float *floats = memory_for_floats(count);
    for (int64_t i = 0; i < count; i++) floats[i] = (float)(next(&seed) >> 40) * 0x1p-23f - 1;
    return floats;
}

uint8_t *random_bytes(int64_t count, uint64_t seed) {
    uint8_t *bytes = aligned(count);
    for (int64_t i = 0; i < count; i++) bytes[i] = (uint8_t)next(&seed);
    return bytes;
}

int begin_path(int path) {
    static const uint32_t paths[] = {CK_NEON, CK_NEON | CK_DOTPROD};
    ck_limit_features(UINT32_MAX);
    if (path >= (int)(sizeof paths / sizeof *paths) || (ck_cpu_features() & paths[path]) != paths[path]) return 0;
    ck_limit_features(paths[path]);
    return 1;
}

void end_path(void) { ck_limit_features(UINT32_MAX); }

void expect_close(const float *tested, const float *reference, int64_t count, float tolerance, const char *what, ...) {
    comparisons++;
    int64_t place = 0;
    while (place < count && fabsf(tested[place] - reference[place]) <= tolerance * fmaxf(1, fabsf(reference[place]))) place++;
    while (place >= count && place < count + GUARDS && tested[place] == guard) place++;
    if (place == count + GUARDS) return;
    failures++;
    va_list arguments;
    va_start(arguments, what);
    vprintf(what, arguments);
    va_end(arguments);
    if (place < count) {
        printf(": number %lld of %lld is %g, not %g\n", (long long)place, (long long)count, tested[place], reference[place]);
    } else {
        printf(": it writes past its %lld numbers\n", (long long)count);
    }
}

int main(void) {
    check_decoder();
    check_dense();
    check_quantized();
    check_scan();
    check_threads();
    const int has_dot_products = (ck_cpu_features() & CK_DOTPROD) != 0;
    printf("%s%s: %d of %d comparisons failed\n", ck_feature_name(CK_NEON), has_dot_products ? " DotProd" : "", failures,
           comparisons);
    return failures > 0;
}
