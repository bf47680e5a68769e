#ifndef CK_DENSE_BF16_H
#define CK_DENSE_BF16_H

#include <stdint.h>

/// ck_dense() on AVX-512 BF16. Returns 0, and does nothing, where the processor has none.
int ck_dense_bf16(const float *x, int64_t m, int64_t k, const void *packed, int64_t n, const float *bias, float *y,
                  void *scratch);

#endif
