#ifndef CK_DECODER_H
#define CK_DECODER_H

#include <stdint.h>

#include "quantized.h"
#include "threads.h"

/// A weight matrix with n rows (outputs) and k columns (inputs).
typedef struct {
    int32_t is_dense;        ///< 0: packed blocks; 1: f32 panels of ck_dense_pack()
    ck_block_format format;  ///< of packed blocks
    int64_t n, k;
    const void *_Nullable packed;
} ck_matrix;

/// One layer of a Llama-family decoder.
typedef struct {
    const float *_Nullable attention_norm;     ///< [hidden]
    const float *_Nullable feed_forward_norm;  ///< [hidden]
    ck_matrix query, key, value, output, gate, up, down;
} ck_decoder_layer;

/// A Llama-family decoder: RMS norms, rotary positions on neighbouring pairs, grouped-query attention, SwiGLU.
typedef struct {
    int64_t layers, hidden, heads, kv_heads, head_size, feed_forward, vocabulary;
    float epsilon;
    const float *_Nullable rope_frequencies;  ///< [head_size / 2], radians a position
    const ck_decoder_layer *_Nullable layer;  ///< [layers]
    const float *_Nullable norm;              ///< [hidden]
    ck_matrix head;                           ///< [vocabulary, hidden]
} ck_decoder;

/// A conversation's keys and values (f16), and the memory of a run.
typedef struct ck_decoder_state ck_decoder_state;

/// The most tokens of one run.
enum { CK_DECODER_ROWS = 240 };

/// Makes a state for up to `capacity` positions; memory of positions is taken as they are used. The caller owns it. NULL
/// where memory cannot be had.
ck_decoder_state *_Nullable ck_decoder_state_create(const ck_decoder *_Nonnull decoder, int64_t capacity, int threads);
void ck_decoder_state_destroy(ck_decoder_state *_Nullable state);

/// Sends `count` tokens (at most CK_DECODER_ROWS) at positions `position`… through all layers, and keeps their keys and values.
///
/// - embeddings: [count, hidden].
/// position + count may not exceed the state's capacity.
void ck_decoder_run(const ck_decoder *_Nonnull decoder, ck_decoder_state *_Nonnull state, ck_pool *_Nonnull pool,
                    const float *_Nonnull embeddings, int64_t count, int64_t position);

/// The logits of rows `first`… of the last run.
///
/// - logits: [count, vocabulary], written.
void ck_decoder_logits(const ck_decoder *_Nonnull decoder, ck_decoder_state *_Nonnull state, ck_pool *_Nonnull pool,
                       int64_t first, int64_t count, float *_Nonnull logits);

#endif
