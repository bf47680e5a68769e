#include "encoder.h"

#include <math.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>

#include "dense.h"
#include "encoder_int16.h"
#include "encoder_int8.h"
#include "encoder_kernels.h"

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ volatile("yield")
#else
#define RELAX() (void)0
#endif

// Outputs of a panel; rows of a tile, which no piece cuts.
enum { PANEL = 32, TILE = 6 };

// Rows that go through the feed-forward layers together: their wide middle stays in the second-level cache beside the weights.
// With 12 bits it takes twice the room, and there is the f32 that it is made of.
enum { FEED_FORWARD_ROWS = 120, FEED_FORWARD_ROWS_INT16 = 60 };

// Pieces, besides single heads: tiles of a norm, panels of a layer with `hidden` outputs and of the wide one.
enum { NORM_TILES = 3, PANELS = 3, WIDE_PANELS = 12 };

// How often a thread looks for the next step before it gives its processor away.
enum { SPINS_BEFORE_YIELD = 1000 };

struct ck_encoder_run {
    const ck_encoder *encoder;
    float *state;
    int64_t tokens;
    int threads;
    // What dense layers read, in the encoder's format.
    void *inputs;    // [tokens, hidden]: the state
    void *attended;  // [tokens, hidden]
    void *middle;    // [feed_forward_rows, intermediate]
    char *own;       // what every thread needs for itself
    _Atomic int joined;
    // Step (high half) and next piece of it; pieces of the step that are done.
    _Alignas(64) _Atomic uint64_t place;
    _Alignas(64) _Atomic uint32_t done;
};

typedef struct ck_encoder_run run;

static int64_t aligned(int64_t bytes) { return (bytes + 63) & ~(int64_t)63; }

static int64_t pieces_of(int64_t count, int64_t size) { return (count + size - 1) / size; }

// Bytes of the inputs of `rows` rows, in whole tiles; of 12 bits there are scales behind them.
static int64_t input_bytes(const ck_encoder *encoder, int64_t rows, int64_t columns) {
    if (encoder->format == CK_ENCODER_INT8) {
        return pieces_of(rows, TILE) * (columns / PANEL) * (int64_t)sizeof(ck_int8_inputs);
    }
    return rows * columns * 2;
}

static int64_t scale_bytes(const ck_encoder *encoder, int64_t rows, int64_t columns) {
    return encoder->format == CK_ENCODER_INT16 ? rows * (columns / PANEL) * 4 : 0;
}

static int64_t all_input_bytes(const ck_encoder *encoder, int64_t rows, int64_t columns) {
    return aligned(input_bytes(encoder, rows, columns)) + aligned(scale_bytes(encoder, rows, columns));
}

// Inputs of 12 bits of which `all` rows are in a buffer, from row `first` on.
static ck_int16_inputs int16_inputs(void *buffer, int64_t all, int64_t k, int64_t block, int64_t first) {
    float *scales = (float *)((char *)buffer + aligned(all * k * 2));
    return (ck_int16_inputs){.codes = (int16_t *)buffer + first * k, .scales = scales + first * (k / block), .k = k, .block = block};
}

int64_t ck_encoder_weight_bytes(ck_encoder_format format, int64_t n, int64_t k) {
    switch (format) {
    case CK_ENCODER_BF16: break;
    case CK_ENCODER_INT8: return n / PANEL * (k / PANEL) * (int64_t)sizeof(ck_int8_weights);
    case CK_ENCODER_INT16: return n / PANEL * ck_int16_panel_bytes(k);
    }
    return n * k * 2;
}

void ck_encoder_pack(ck_encoder_format format, const float *weights, int64_t n, int64_t k, void *panels) {
    switch (format) {
    case CK_ENCODER_BF16: ck_bf16_pack(weights, n, k, panels); break;
    case CK_ENCODER_INT8: ck_int8_pack(weights, n, k, panels); break;
    case CK_ENCODER_INT16: ck_int16_pack(weights, n, k, panels); break;
    }
}

static int64_t feed_forward_rows(const ck_encoder *encoder) {
    return encoder->format == CK_ENCODER_INT16 ? FEED_FORWARD_ROWS_INT16 : FEED_FORWARD_ROWS;
}

// Queries, keys and values of a head, its output, and what its attention needs; of 12 bits also the middle of one block in f32.
static int64_t own_scratch(const ck_encoder *encoder, int64_t tokens) {
    const int64_t size = encoder->head_size;
    if (encoder->format != CK_ENCODER_INT16) {
        return 4 * aligned(tokens * size * 2) + aligned(ck_bf16_attention_scratch(tokens, size));
    }
    const int64_t head = 3 * aligned(tokens * size * 4) + aligned(ck_int16_attention_scratch(tokens, size));
    const int64_t middle = aligned(FEED_FORWARD_ROWS_INT16 * ck_int16_block(encoder->intermediate) * 4);
    return head > middle ? head : middle;
}

int64_t ck_encoder_scratch(const ck_encoder *encoder, int64_t tokens, int threads) {
    return 2 * all_input_bytes(encoder, tokens, encoder->hidden) +
           all_input_bytes(encoder, feed_forward_rows(encoder), encoder->intermediate) +
           threads * own_scratch(encoder, tokens);
}

// Panels first...end, or tiles.
typedef struct {
    int64_t first, end;
} range;

static range part(int64_t count, int64_t piece, int64_t pieces) {
    return (range){count * piece / pieces, count * (piece + 1) / pieces};
}

// The rows of a piece, in whole tiles.
static range rows_of(const run *r, int64_t piece, int64_t pieces) {
    const range tiles = part(pieces_of(r->tokens, TILE), piece, pieces);
    const int64_t end = tiles.end * TILE;
    return (range){tiles.first * TILE, end < r->tokens ? end : r->tokens};
}

// Some outputs of a layer, for m rows; y is the first of them, see ck_bf16_dense() and ck_int8_dense().
static void dense(const ck_encoder *encoder, const void *x, int64_t m, int64_t k, const ck_encoder_dense *layer,
                  range panels, float scale, ck_epilogue epilogue, void *y, int64_t stride) {
    const int64_t first = panels.first * PANEL, n = (panels.end - panels.first) * PANEL;
    const void *weights = (const char *)layer->panels + ck_encoder_weight_bytes(encoder->format, first, k);
    if (encoder->format == CK_ENCODER_BF16) {
        ck_bf16_dense(x, m, k, weights, n, layer->bias + first, scale, epilogue, y, stride);
    } else {
        ck_int8_dense(x, m, k, weights, n, layer->bias + first, scale, epilogue, y, stride);
    }
}

static void norm(const run *r, const ck_encoder_norm *norm, int64_t piece) {
    const ck_encoder *encoder = r->encoder;
    const range rows = rows_of(r, piece, pieces_of(r->tokens, NORM_TILES * TILE));
    const int64_t hidden = encoder->hidden, count = rows.end - rows.first;
    float *x = r->state + rows.first * hidden;
    void *y = (char *)r->inputs + input_bytes(encoder, rows.first, hidden);
    switch (encoder->format) {
    case CK_ENCODER_BF16:
        ck_bf16_layer_norm(x, count, hidden, norm->gamma, norm->beta, encoder->epsilon, y);
        break;
    case CK_ENCODER_INT8:
        ck_int8_layer_norm(x, count, hidden, norm->gamma, norm->beta, encoder->epsilon, y);
        break;
    case CK_ENCODER_INT16:
        ck_add_layer_norm(x, NULL, count, hidden, norm->gamma, norm->beta, encoder->epsilon);
        ck_int16_quantize(x, count, hidden, hidden,
                          int16_inputs(r->inputs, r->tokens, hidden, ck_int16_block(hidden), rows.first), 0);
        break;
    }
}

// The same as dense(), of 12 bits; y is in f32.
static void dense_int16(ck_int16_inputs x, int64_t m, const ck_encoder_dense *layer, range panels, float scale, int adds,
                        float *y, int64_t stride) {
    const int64_t first = panels.first * PANEL, n = (panels.end - panels.first) * PANEL;
    const char *weights = (const char *)layer->panels + panels.first * ck_int16_panel_bytes(x.k);
    ck_int16_dense(x, m, weights, n, layer->bias + first, scale, adds, y, stride);
}

static void attend_int16(const run *r, const ck_encoder_layer *layer, int64_t head, float scale, char *scratch) {
    const ck_encoder *encoder = r->encoder;
    const int64_t hidden = encoder->hidden, size = encoder->head_size, tokens = r->tokens;
    const range panels = {head * size / PANEL, (head + 1) * size / PANEL};
    const ck_int16_inputs inputs = int16_inputs(r->inputs, tokens, hidden, ck_int16_block(hidden), 0);
    const ck_encoder_dense *parts[3] = {&layer->query, &layer->key, &layer->value};
    float *out[3];
    for (int i = 0; i < 3; i++) {
        out[i] = (float *)(scratch + i * aligned(tokens * size * 4));
        dense_int16(inputs, tokens, parts[i], panels, i == 0 ? scale : 1, 0, out[i], size);
    }
    ck_int16_attention(out[0], out[1], out[2], tokens, size, int16_inputs(r->attended, tokens, hidden, size, 0),
                       head * size, scratch + 3 * aligned(tokens * size * 4));
}

// Queries, keys and values of one head go from the first-level cache into its attention.
static void attend(const run *r, const ck_encoder_layer *layer, int64_t head, char *scratch) {
    const ck_encoder *encoder = r->encoder;
    const int64_t hidden = encoder->hidden, size = encoder->head_size, tokens = r->tokens;
    const range panels = {head * size / PANEL, (head + 1) * size / PANEL};
    const float scale = 1.44269504f / sqrtf((float)size);  // attention takes powers of two
    if (encoder->format == CK_ENCODER_INT16) return attend_int16(r, layer, head, scale, scratch);
    const ck_encoder_dense *parts[3] = {&layer->query, &layer->key, &layer->value};
    uint16_t *out[4];
    for (int i = 0; i < 4; i++) out[i] = (uint16_t *)(scratch + i * aligned(tokens * size * 2));
    for (int i = 0; i < 3; i++) {
        dense(encoder, r->inputs, tokens, hidden, parts[i], panels, i == 0 ? scale : 1, CK_WRITE, out[i], size);
    }
    void *rest = scratch + 4 * aligned(tokens * size * 2);
    if (encoder->format == CK_ENCODER_BF16) {
        ck_bf16_attention(out[0], out[1], out[2], tokens, size, (uint16_t *)r->attended + head * size, hidden, rest);
    } else {
        ck_bf16_attention(out[0], out[1], out[2], tokens, size, out[3], size, rest);
        ck_int8_quantize(out[3], tokens, size, (ck_int8_inputs *)r->attended + panels.first, hidden);
    }
}

// The steps of a layer; the two of the feed-forward layers come once for each block of rows.
enum { ATTEND, OUTPUT, ATTENTION_NORM, FEED_FORWARD };

static int64_t blocks_of(const run *r) { return pieces_of(r->tokens, feed_forward_rows(r->encoder)); }
static int64_t steps_of_layer(const run *r) { return FEED_FORWARD + 2 * blocks_of(r) + 1; }

// How many pieces a step has. Step 0 is the norm of the embeddings.
static int64_t pieces_of_step(const run *r, int64_t step) {
    const ck_encoder *encoder = r->encoder;
    const int64_t in_layer = (step - 1) % steps_of_layer(r);
    if (step == 0 || in_layer == ATTENTION_NORM || in_layer == steps_of_layer(r) - 1) {
        return pieces_of(r->tokens, NORM_TILES * TILE);
    }
    if (in_layer == ATTEND) return encoder->heads;
    if (in_layer < FEED_FORWARD || (in_layer - FEED_FORWARD) % 2 != 0) return pieces_of(encoder->hidden / PANEL, PANELS);
    // Of 12 bits, a piece has what shares a scale.
    return encoder->format == CK_ENCODER_INT16 ? encoder->intermediate / ck_int16_block(encoder->intermediate)
                                               : pieces_of(encoder->intermediate / PANEL, WIDE_PANELS);
}

// A piece of a step of the feed-forward layers.
static void feed_forward_int16(const run *r, const ck_encoder_layer *layer, int expands, range rows, range panels,
                               char *scratch) {
    const ck_encoder *encoder = r->encoder;
    const int64_t hidden = encoder->hidden, wide = encoder->intermediate, count = rows.end - rows.first;
    const int64_t block = ck_int16_block(wide), first = panels.first * PANEL;
    const ck_int16_inputs middle = int16_inputs(r->middle, FEED_FORWARD_ROWS_INT16, wide, block, 0);
    if (expands) {
        const ck_int16_inputs inputs = int16_inputs(r->inputs, r->tokens, hidden, ck_int16_block(hidden), rows.first);
        dense_int16(inputs, count, &layer->expand, panels, 1, 0, (float *)scratch, block);
        ck_int16_gelu((float *)scratch, count, block, block, middle, first);
    } else {
        dense_int16(middle, count, &layer->contract, panels, 1, 1, r->state + rows.first * hidden + first, hidden);
    }
}

static void take(const run *r, int64_t step, int64_t piece, int thread) {
    const ck_encoder *encoder = r->encoder;
    if (step == 0) return norm(r, &encoder->embedding_norm, piece);
    const int64_t in_layer = (step - 1) % steps_of_layer(r), tokens = r->tokens;
    const ck_encoder_layer *layer = &encoder->layer[(step - 1) / steps_of_layer(r)];
    const int64_t hidden = encoder->hidden, wide = encoder->intermediate;
    const range panels = part(hidden / PANEL, piece, pieces_of(hidden / PANEL, PANELS));
    float *state = r->state + panels.first * PANEL;
    char *own = r->own + thread * own_scratch(encoder, tokens);
    if (in_layer == ATTEND) return attend(r, layer, piece, own);
    if (in_layer == OUTPUT && encoder->format == CK_ENCODER_INT16) {
        const ck_int16_inputs attended = int16_inputs(r->attended, tokens, hidden, encoder->head_size, 0);
        return dense_int16(attended, tokens, &layer->output, panels, 1, 1, state, hidden);
    }
    if (in_layer == OUTPUT) {
        return dense(encoder, r->attended, tokens, hidden, &layer->output, panels, 1, CK_ADD, state, hidden);
    }
    if (in_layer == ATTENTION_NORM) return norm(r, &layer->attention_norm, piece);
    if (in_layer == steps_of_layer(r) - 1) return norm(r, &layer->norm, piece);
    const range rows = rows_of(r, (in_layer - FEED_FORWARD) / 2, blocks_of(r));
    const int64_t count = rows.end - rows.first;
    const int expands = (in_layer - FEED_FORWARD) % 2 == 0;
    const range wide_panels = part(wide / PANEL, piece, pieces_of_step(r, step));
    if (encoder->format == CK_ENCODER_INT16) {
        return feed_forward_int16(r, layer, expands, rows, expands ? wide_panels : panels, own);
    }
    if (expands) {
        const void *inputs = (const char *)r->inputs + input_bytes(encoder, rows.first, hidden);
        void *middle = (char *)r->middle + input_bytes(encoder, 1, wide_panels.first * PANEL);
        dense(encoder, inputs, count, hidden, &layer->expand, wide_panels, 1, CK_WRITE_GELU, middle, wide);
    } else {
        dense(encoder, r->middle, count, wide, &layer->contract, panels, 1, CK_ADD, state + rows.first * hidden, hidden);
    }
}

void ck_encoder_run_join(ck_encoder_run *r) {
    const int thread = atomic_fetch_add_explicit(&r->joined, 1, memory_order_relaxed);
    if (thread >= r->threads) return;
    const uint64_t steps = 1 + (uint64_t)(r->encoder->layers * steps_of_layer(r));
    for (int spins = 0;;) {
        uint64_t place = atomic_load_explicit(&r->place, memory_order_acquire);
        const uint64_t step = place >> 32, piece = place & UINT32_MAX;
        if (step == steps) return;
        const uint64_t pieces = (uint64_t)pieces_of_step(r, (int64_t)step);
        if (piece == pieces) {  // the others are at the last pieces of this step
            if (++spins < SPINS_BEFORE_YIELD) {
                RELAX();
            } else {
                sched_yield();
            }
            continue;
        }
        if (!atomic_compare_exchange_weak_explicit(&r->place, &place, place + 1, memory_order_acquire,
                                                   memory_order_relaxed)) {
            continue;
        }
        spins = 0;
        take(r, (int64_t)step, (int64_t)piece, thread);
        if (atomic_fetch_add_explicit(&r->done, 1, memory_order_acq_rel) + 1 == pieces) {
            atomic_store_explicit(&r->done, 0, memory_order_relaxed);
            atomic_store_explicit(&r->place, (step + 1) << 32, memory_order_release);
        }
    }
}

int64_t ck_encoder_run_size(void) { return sizeof(run); }

void ck_encoder_run_prepare(ck_encoder_run *r, const ck_encoder *encoder, float *state, int64_t tokens, void *scratch,
                            int threads) {
    *r = (run){.encoder = encoder, .state = state, .tokens = tokens, .threads = threads, .inputs = scratch};
    r->attended = (char *)r->inputs + all_input_bytes(encoder, tokens, encoder->hidden);
    r->middle = (char *)r->attended + all_input_bytes(encoder, tokens, encoder->hidden);
    r->own = (char *)r->middle + all_input_bytes(encoder, feed_forward_rows(encoder), encoder->intermediate);
}
