#include "processor.h"

#include <stdatomic.h>
#include <stddef.h>

#if defined(__x86_64__)
#include <cpuid.h>

static uint64_t enabled_states(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return ((uint64_t)high << 32) | low;
}

static uint32_t detect(void) {
    uint32_t eax, ebx, ecx, edx;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return 0;
    const uint32_t osxsave = 1u << 27, avx = 1u << 28, fma = 1u << 12, f16c = 1u << 29;
    if ((ecx & (osxsave | avx | fma | f16c)) != (osxsave | avx | fma | f16c)) return 0;
    const uint64_t states = enabled_states();
    if ((states & 0x6) != 0x6) return 0;
    if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return 0;
    if (!(ebx & (1u << 5))) return 0;
    uint32_t features = CK_AVX2;
    const uint32_t wide = (1u << 16) | (1u << 17) | (1u << 30) | (1u << 31);  // F, DQ, BW, VL
    if ((states & 0xe6) != 0xe6 || (ebx & wide) != wide) return features;
    features |= CK_AVX512;
    if (ecx & (1u << 11)) features |= CK_AVX512_VNNI;
    if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) && (eax & (1u << 5))) features |= CK_AVX512_BF16;
    return features;
}
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>

static uint32_t detect(void) {
    uint32_t features = CK_NEON;
    if (getauxval(AT_HWCAP) & (1ul << 20)) features |= CK_DOTPROD;
    if (getauxval(AT_HWCAP2) & (1ul << 14)) features |= CK_BF16;
    return features;
}
#elif defined(__aarch64__)
// Every Apple processor that runs this has dot products.
static uint32_t detect(void) { return CK_NEON | CK_DOTPROD; }
#else
static uint32_t detect(void) { return 0; }
#endif

static _Atomic uint32_t detected = 0;
static _Atomic uint32_t is_detected = 0;
static _Atomic uint32_t limit = UINT32_MAX;

uint32_t ck_cpu_features(void) {
    if (!atomic_load_explicit(&is_detected, memory_order_acquire)) {
        atomic_store_explicit(&detected, detect(), memory_order_relaxed);
        atomic_store_explicit(&is_detected, 1, memory_order_release);
    }
    return atomic_load_explicit(&detected, memory_order_relaxed) & atomic_load_explicit(&limit, memory_order_relaxed);
}

void ck_limit_features(uint32_t mask) { atomic_store_explicit(&limit, mask, memory_order_relaxed); }

const char *ck_feature_name(uint32_t bit) {
    switch (bit) {
    case CK_AVX2: return "AVX2";
    case CK_AVX512: return "AVX-512";
    case CK_AVX512_VNNI: return "AVX-512 VNNI";
    case CK_AVX512_BF16: return "AVX-512 BF16";
    case CK_NEON: return "NEON";
    case CK_DOTPROD: return "DotProd";
    case CK_BF16: return "BF16";
    default: return NULL;
    }
}
