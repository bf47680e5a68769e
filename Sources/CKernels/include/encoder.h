#ifndef CK_ENCODER_H
#define CK_ENCODER_H

#include <stdint.h>

#include "threads.h"

/// A dense layer in bfloat16: panels of ck_bf16_pack() and an f32 bias.
typedef struct {
    const uint16_t *_Nullable panels;
    const float *_Nullable bias;
} ck_encoder_dense;

/// Scale and shift of a layer norm: [hidden] each.
typedef struct {
    const float *_Nullable gamma;
    const float *_Nullable beta;
} ck_encoder_norm;

/// One layer of a BERT encoder.
typedef struct {
    ck_encoder_dense query, key, value, output;  ///< [hidden, hidden]
    ck_encoder_norm attention_norm;
    ck_encoder_dense expand;    ///< [intermediate, hidden]
    ck_encoder_dense contract;  ///< [hidden, intermediate]
    ck_encoder_norm norm;
} ck_encoder_layer;

/// A BERT encoder without its embedding tables: post-norm layers, GELU (Devlin et al., 2018). head_size is a multiple of 32, at
/// most 128; hidden = heads * head_size; intermediate is a multiple of 32.
typedef struct {
    int64_t layers, hidden, heads, head_size, intermediate;
    float epsilon;
    ck_encoder_norm embedding_norm;
    const ck_encoder_layer *_Nullable layer;  ///< [layers]
} ck_encoder;

/// Sends one text through the encoder.
///
/// - pool: shares the work among its threads, for a text that is alone; NULL runs on this thread. The result is the same.
/// - state: [tokens, hidden], the sums of the embeddings; overwritten with the last layer's output.
/// - scratch: ck_encoder_scratch() bytes for the pool's threads (or 1), 64-byte aligned.
void ck_encoder_run(const ck_encoder *_Nonnull encoder, ck_pool *_Nullable pool, float *_Nonnull state, int64_t tokens,
                    void *_Nonnull scratch);
int64_t ck_encoder_scratch(const ck_encoder *_Nonnull encoder, int64_t tokens, int threads);

#endif
