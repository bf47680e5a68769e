#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "probes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// Twenty sums that do not wait for each other hide the latency of the instruction.
#define SUMS 20
#define ROUNDS 4096
#define EACH_SUM _Pragma("clang loop unroll(full)") for (int i = 0; i < SUMS; i++)

// Where the assembler keeps a vector.
#if defined(__aarch64__)
#define IN_VECTOR "+w"
#else
#define IN_VECTOR "+v"
#endif

// Runs STEP on each sum until the time is over. The empty assembly keeps the compiler from leaving it out or merging it.
#define RATE(VECTOR, OPERATIONS, STEP)                            \
    VECTOR sum[SUMS] = {0};                                       \
    const double start = now();                                   \
    double done = 0, time;                                        \
    do {                                                          \
        for (int round = 0; round < ROUNDS; round++) {            \
            EACH_SUM {                                            \
                STEP;                                             \
                __asm__ volatile("" : IN_VECTOR(sum[i]));         \
            }                                                     \
        }                                                         \
        done += (double)(ROUNDS) * (SUMS) * (OPERATIONS);         \
        time = now() - start;                                     \
    } while (time < seconds);                                     \
    return done / time;

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx512f"))) static double f32_avx512(double seconds) {
    const __m512 a = _mm512_set1_ps(1.0000001f), b = _mm512_set1_ps(1e-9f);
    RATE(__m512, 32, sum[i] = _mm512_fmadd_ps(sum[i], a, b))
}

__attribute__((target("avx512f,avx512vnni"))) static double int8_avx512(double seconds) {
    const __m512i a = _mm512_set1_epi8(3), b = _mm512_set1_epi8(-2);
    RATE(__m512i, 128, sum[i] = _mm512_dpbusd_epi32(sum[i], a, b))
}

__attribute__((target("avx512f,avx512bf16"))) static double bf16_avx512(double seconds) {
    const __m512bh a = (__m512bh)_mm512_set1_epi16(0x3F80), b = (__m512bh)_mm512_set1_epi16(0x3F80);
    RATE(__m512, 64, sum[i] = _mm512_dpbf16_ps(sum[i], a, b))
}

#undef SUMS
#define SUMS 12

__attribute__((target("avx2,fma"))) static double f32_avx2(double seconds) {
    const __m256 a = _mm256_set1_ps(1.0000001f), b = _mm256_set1_ps(1e-9f);
    RATE(__m256, 16, sum[i] = _mm256_fmadd_ps(sum[i], a, b))
}

__attribute__((target("avx2,fma"))) static double int8_avx2(double seconds) {
    __m256i a = _mm256_set1_epi8(3);
    const __m256i b = _mm256_set1_epi8(-2), ones = _mm256_set1_epi16(1);
    RATE(__m256i, 64, {
        __asm__ volatile("" : "+x"(a));
        sum[i] = _mm256_add_epi32(sum[i], _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), ones));
    })
}

double probe_f32(double seconds) {
    if (__builtin_cpu_supports("avx512f")) return f32_avx512(seconds);
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? f32_avx2(seconds) : 0;
}

double probe_int8(double seconds) {
    if (__builtin_cpu_supports("avx512vnni")) return int8_avx512(seconds);
    return __builtin_cpu_supports("avx2") ? int8_avx2(seconds) : 0;
}

double probe_bf16(double seconds) {
    return __builtin_cpu_supports("avx512bf16") ? bf16_avx512(seconds) : 0;
}

#elif defined(__aarch64__)
#include <arm_neon.h>

double probe_f32(double seconds) {
    const float32x4_t a = vdupq_n_f32(1.0000001f);
    RATE(float32x4_t, 8, sum[i] = vfmaq_f32(sum[i], sum[i], a))
}

#if defined(__ARM_FEATURE_DOTPROD)
double probe_int8(double seconds) {
    const int8x16_t a = vdupq_n_s8(3);
    RATE(int32x4_t, 32, sum[i] = vdotq_s32(sum[i], a, a))
}
#else
double probe_int8(double seconds) {
    (void)seconds;
    return 0;
}
#endif

double probe_bf16(double seconds) {
    (void)seconds;
    return 0;
}
#endif

typedef uint64_t lanes __attribute__((vector_size(64), aligned(8)));

void *probe_memory(size_t count) {
    void *memory = NULL;
    if (posix_memalign(&memory, 2 << 20, count) != 0) return NULL;
#if defined(__linux__)
    madvise(memory, count, MADV_HUGEPAGE);
#endif
    return memset(memory, 1, count);
}

double probe_read(const void *memory, size_t count, double seconds) {
    const lanes *from = memory;
    const size_t steps = count / sizeof(lanes) / 4;
    const double start = now();
    double done = 0, time;
    do {
        lanes a = {0}, b = {0}, c = {0}, d = {0};
        for (size_t i = 0; i < steps; i++) {
            a += from[4 * i];
            b += from[4 * i + 1];
            c += from[4 * i + 2];
            d += from[4 * i + 3];
        }
        a += b + c + d;
        __asm__ volatile("" : : "m"(a));
        done += (double)(steps * 4 * sizeof(lanes));
        time = now() - start;
    } while (time < seconds);
    return done / time;
}
