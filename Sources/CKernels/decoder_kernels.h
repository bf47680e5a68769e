#ifndef CK_DECODER_KERNELS_H
#define CK_DECODER_KERNELS_H

#include <stdint.h>

/// Queries of one attention task at most, and positions of a block of keys.
enum { MOST_QUERIES = 6, KEY_BLOCK = 32 };

/// Up to MOST_QUERIES queries that share keys and values.
typedef struct {
    int rows;
    const float *queries[MOST_QUERIES];  ///< [size] each
    int64_t starts[MOST_QUERIES];        ///< the first position that each sees, ascending
    int64_t counts[MOST_QUERIES];        ///< one more than the last position that each sees, ascending
    float *outs[MOST_QUERIES];           ///< [size] each, written
    const uint16_t *keys;    ///< f16 [blocks, size, KEY_BLOCK]: KEY_BLOCK positions beside each other
    const uint16_t *values;  ///< f16 [positions, size]
    int64_t size;
    float scale, cap;  ///< of scores: scale * q k, held below cap where that is not 0
    float *scores;   ///< scratch [MOST_QUERIES, stride]
    int64_t stride;  ///< at least the last count, rounded up to KEY_BLOCK
} ck_attention_task;

/// The decoder's f32 kernels on one instruction set. Lengths are multiples of 16.
typedef struct {
    void (*rms_norm)(const float *x, int64_t n, const float *weight, float epsilon, float *out);
    void (*gate_silu)(float *gate, const float *up, int64_t n);
    void (*gate_gelu)(float *gate, const float *up, int64_t n);
    /// x = cap * tanh(x / cap)
    void (*cap)(float *x, int64_t n, float cap);
    void (*to_halves)(const float *x, int64_t n, uint16_t *out);
    void (*round_to_halves)(float *x, int64_t n);
    /// Scaled dot-product attention. A query's output does not depend on what else is in its task.
    void (*attend)(const ck_attention_task *task);
} ck_decoder_kernels;

/// The kernels that are fastest on this processor.
const ck_decoder_kernels *ck_decoder_kernels_best(void);

#endif
