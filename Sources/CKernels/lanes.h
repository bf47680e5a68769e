// Vectors of one width and what every kernel does with them. A file of kernels is written once and included for each
// instruction set, with
//   LANES    floats a vector
//   NAME(x)  the function's name for this instruction set
//   TARGET   the target attribute
// It begins with this file and ends with lanes_end.h.

typedef float NAME(vec) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef int32_t NAME(ivec) __attribute__((vector_size(LANES * 4), aligned(4)));
#define VEC NAME(vec)
#define IVEC NAME(ivec)
#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE TARGET static inline __attribute__((always_inline))

INLINE VEC NAME(load)(const float *p) { return *(const VEC *)p; }
INLINE void NAME(store)(float *p, VEC v) { *(VEC *)p = v; }
INLINE VEC NAME(splat)(float x) { return (VEC){} + x; }
INLINE VEC NAME(select)(IVEC mask, VEC yes, VEC no) { return (VEC)((mask & (IVEC)yes) | (~mask & (IVEC)no)); }

INLINE float NAME(sum)(VEC v) {
    float total = 0;
    for (int i = 0; i < LANES; i++) total += v[i];
    return total;
}

// e^x with a relative error below 2e-7: x = n ln 2 + r, |r| <= ln 2 / 2, polynomial of degree 6 in r.
INLINE VEC NAME(exp)(VEC x) {
    x = NAME(select)(x > 88.0f, NAME(splat)(88.0f), x);
    x = NAME(select)(x < -87.0f, NAME(splat)(-87.0f), x);
    const VEC shifted = x * 1.44269504f + 12582912.0f;
    const VEC n = shifted - 12582912.0f;
    const VEC r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    VEC p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const IVEC exponent = ((IVEC)shifted - 0x4b400000) << 23;
    return (VEC)((IVEC)p + exponent);
}
