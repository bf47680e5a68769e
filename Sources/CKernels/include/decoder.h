#ifndef CK_DECODER_H
#define CK_DECODER_H

#include <stdint.h>

#include "dense.h"
#include "quantized.h"
#include "threads.h"

/// A weight matrix with n rows (outputs) and k columns (inputs).
typedef struct {
    int32_t is_dense;              ///< 0: packed blocks; 1: panels of ck_dense_pack()
    ck_block_format format;        ///< of packed blocks
    ck_dense_format dense_format;  ///< of panels; no CK_DENSE_BF16
    int64_t n, k;
    const void *_Nullable packed;
    const float *_Nullable bias;  ///< [n rounded up to 32], or NULL
} ck_matrix;

/// How positions turn the pairs of a head (Su et al., 2021).
typedef struct {
    const float *_Nullable frequencies;  ///< [head_size / 2], radians a position
    float magnitude;                     ///< of the turned numbers; 1 but for YaRN
} ck_rotation;

/// One layer of a decoder. Parts that a model does not have are NULL.
typedef struct {
    const float *_Nullable attention_norm;          ///< [hidden]
    const float *_Nullable query_norm;              ///< [head_size], of each head
    const float *_Nullable key_norm;                ///< [head_size], of each head
    const float *_Nullable attention_post_norm;     ///< [hidden], of what attention adds
    const float *_Nullable feed_forward_norm;       ///< [hidden]
    const float *_Nullable feed_forward_post_norm;  ///< [hidden], of what the feed-forward layer adds
    ck_matrix query, key, value, output, gate, up, down;
    int32_t rotation;  ///< which of the decoder's
    int64_t window;    ///< positions that a token sees, its own among them; 0 for all before it
} ck_decoder_layer;

/// Which numbers of a head are a pair.
typedef enum {
    CK_NEIGHBOURS = 0,  ///< 2i and 2i + 1
    CK_HALVES = 1,      ///< i and i + head_size / 2
} ck_rotation_pairs;

/// What the gate of the feed-forward layer goes through.
typedef enum {
    CK_SILU = 0,
    CK_GELU_TANH = 1,  ///< GELU by its approximation with tanh (Hendrycks and Gimpel, 2016)
} ck_activation;

/// The most rotations of a decoder.
enum { CK_ROTATIONS = 2 };

/// A decoder: RMS norms, rotary positions, grouped-query attention, gated feed-forward layers.
typedef struct {
    int64_t layers, hidden, heads, kv_heads, head_size, feed_forward, vocabulary;
    float epsilon;
    ck_rotation_pairs pairs;
    ck_activation activation;
    ck_rotation rotation[CK_ROTATIONS];
    float attention_scale;                    ///< of scores
    float attention_cap, logit_cap;           ///< what scores and logits approach: cap * tanh(x / cap); 0 for none
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

/// Bytes that ck_decoder_state_save() writes for `count` positions.
int64_t ck_decoder_state_size(const ck_decoder *_Nonnull decoder, int64_t count);

/// Copies the keys and values of the first `count` positions.
///
/// - saved: ck_decoder_state_size() bytes, written.
void ck_decoder_state_save(const ck_decoder *_Nonnull decoder, ck_decoder_state *_Nonnull state, int64_t count,
                           void *_Nonnull saved);

/// Takes back the first `count` of the `saved_count` positions that ck_decoder_state_save() wrote.
void ck_decoder_state_restore(const ck_decoder *_Nonnull decoder, ck_decoder_state *_Nonnull state, int64_t count,
                              int64_t saved_count, const void *_Nonnull saved);

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
