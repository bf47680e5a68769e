#ifndef CK_PROCESSOR_H
#define CK_PROCESSOR_H

#include <stdint.h>

/// What the processor (and the operating system) let kernels use. Each bit includes what its comment says.
enum {
    CK_AVX2 = 1u << 0,         ///< AVX2, FMA and F16C
    CK_AVX512 = 1u << 1,       ///< AVX-512 F, BW, DQ and VL
    CK_AVX512_VNNI = 1u << 2,  ///< 8-bit dot products, 512 bit
    CK_AVX512_BF16 = 1u << 3,  ///< bfloat16 dot products, 512 bit
    CK_NEON = 1u << 4,         ///< Arm Advanced SIMD
    CK_DOTPROD = 1u << 5,      ///< Arm 8-bit dot products
    CK_BF16 = 1u << 6,         ///< Arm bfloat16
};

/// The features that kernels may use: those of the processor, less what ck_limit_features() took away. Thread-safe.
uint32_t ck_cpu_features(void);

/// Lets kernels use only the features in `mask`, from their next call on. For tests: every path can be run on a processor
/// that has the widest one. `UINT32_MAX` takes the limit away.
void ck_limit_features(uint32_t mask);

/// The name of one feature bit, for instance "AVX2"; NULL for a bit that means nothing.
const char *ck_feature_name(uint32_t bit);

#endif
