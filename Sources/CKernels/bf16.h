#ifndef CK_BF16_H
#define CK_BF16_H

#include <stdint.h>
#include <string.h>

/// The nearest bfloat16, ties to even; a NaN stays one.
static inline uint16_t ck_to_bf16(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    if ((bits & 0x7fffffff) > 0x7f800000) return (uint16_t)((bits >> 16) | 0x40);
    return (uint16_t)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

static inline float ck_from_bf16(uint16_t x) {
    const uint32_t bits = (uint32_t)x << 16;
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

#endif
