#ifndef CK_DECODER_KERNELS_H
#define CK_DECODER_KERNELS_H

#include <stdint.h>

/// The decoder's f32 kernels on one instruction set. Lengths are multiples of 16; score buffers have room for the count
/// rounded up to 16.
typedef struct {
    void (*rms_norm)(const float *x, int64_t n, const float *weight, float epsilon, float *out);
    void (*swiglu)(float *gate, const float *up, int64_t n);
    void (*to_halves)(const float *x, int64_t n, uint16_t *out);
    void (*round_to_halves)(float *x, int64_t n);
    void (*attend_one)(const float *query, const uint16_t *keys, const uint16_t *values, int64_t count, int64_t size,
                       float *scores, float *out);
    void (*expand_head)(const uint16_t *keys, const uint16_t *values, int64_t count, int64_t padded, int64_t size,
                        float *keys_out, float *values_out);
    void (*attend_four)(const float *queries, int64_t rows, int64_t stride, const float *keys, const float *values,
                        int64_t first_count, int64_t padded, int64_t size, float *scores, float *out);
} ck_decoder_kernels;

/// The kernels that are fastest on this processor.
const ck_decoder_kernels *ck_decoder_kernels_best(void);

#endif
