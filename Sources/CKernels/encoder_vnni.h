#ifndef CK_ENCODER_VNNI_H
#define CK_ENCODER_VNNI_H

#include "encoder_int8.h"

// The kernels of encoder_int8.h on AVX-512 VNNI. They return 0, and do nothing, where the processor has none.

int vnni_pack(const float *weights, int64_t n, int64_t k, ck_int8_weights *panels);
int vnni_dense(const ck_int8_inputs *x, int64_t m, int64_t k, const ck_int8_weights *panels, int64_t n,
               const float *bias, float scale, ck_epilogue epilogue, void *y, int64_t stride);
int vnni_quantize(const uint16_t *x, int64_t m, int64_t n, ck_int8_inputs *y, int64_t stride);
int vnni_layer_norm(float *x, int64_t m, int64_t n, const float *gamma, const float *beta, float epsilon,
                    ck_int8_inputs *y);

#endif
