#ifndef CK_ROUNDING_H
#define CK_ROUNDING_H

#include <stdint.h>
#include <string.h>

/// The nearest whole number, ties to even: adding 1.5 * 2^23 leaves it in the low bits. Of a NaN it is any.
static inline int32_t ck_rounded(float x) {
    const float shifted = x + 12582912.0f;
    int32_t bits;
    memcpy(&bits, &shifted, 4);
    return bits - 0x4b400000;
}

#endif
