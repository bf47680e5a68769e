#ifndef CK_ENCODER_H
#define CK_ENCODER_H

#include <stdint.h>

/// How dense layers multiply. Attention is bfloat16 in the first two.
typedef enum {
    CK_ENCODER_BF16 = 0,   ///< weights and activations in bfloat16
    CK_ENCODER_INT8 = 1,   ///< weights and activations of 8 bits, 32 with a scale
    CK_ENCODER_INT16 = 2,  ///< weights, activations and attention of 12 bits, up to 512 with a scale
} ck_encoder_format;

/// Packs weights [n, k] (row-major; n and k are multiples of 32) into panels of 32 outputs: ck_encoder_weight_bytes(), 64-byte
/// aligned.
void ck_encoder_pack(ck_encoder_format format, const float *_Nonnull weights, int64_t n, int64_t k,
                     void *_Nonnull panels);
int64_t ck_encoder_weight_bytes(ck_encoder_format format, int64_t n, int64_t k);

/// A dense layer: panels of ck_encoder_pack() and an f32 bias.
typedef struct {
    const void *_Nullable panels;
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
    ck_encoder_format format;
    int64_t layers, hidden, heads, head_size, intermediate;
    float epsilon;
    ck_encoder_norm embedding_norm;
    const ck_encoder_layer *_Nullable layer;  ///< [layers]
} ck_encoder;

/// One text on its way through an encoder, cut into pieces that any thread may take.
typedef struct ck_encoder_run ck_encoder_run;

/// Prepares a text.
///
/// - run: ck_encoder_run_size() bytes, 64-byte aligned, which must outlive the last ck_encoder_run_join().
/// - state: [tokens, hidden], the sums of the embeddings; overwritten with the last layer's output.
/// - scratch: ck_encoder_scratch() bytes, 64-byte aligned.
/// - threads: how many may take part at the most.
void ck_encoder_run_prepare(ck_encoder_run *_Nonnull run, const ck_encoder *_Nonnull encoder, float *_Nonnull state,
                            int64_t tokens, void *_Nonnull scratch, int threads);
int64_t ck_encoder_run_size(void);
int64_t ck_encoder_scratch(const ck_encoder *_Nonnull encoder, int64_t tokens, int threads);

/// Takes part until the text is done. One thread is enough; another helps from when it comes, and one that comes too late leaves
/// at once without touching state or scratch. What becomes of the text does not depend on who took part.
void ck_encoder_run_join(ck_encoder_run *_Nonnull run);

#endif
