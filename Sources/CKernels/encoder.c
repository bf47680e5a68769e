#include "encoder.h"

#include <math.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>

#include "encoder_kernels.h"

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ volatile("yield")
#else
#define RELAX() (void)0
#endif

enum { PANEL = 32 };

// Rows that go through the feed-forward layers together: their wide middle stays in the second-level cache beside the weights.
enum { FEED_FORWARD_ROWS = 120 };

// Pieces, besides single heads: rows of a norm, panels of a layer with `hidden` outputs and of the wide one.
enum { NORM_ROWS = 16, PANELS = 3, WIDE_PANELS = 12 };

// How often a thread looks for the next step before it gives its processor away.
enum { SPINS_BEFORE_YIELD = 1000 };

struct ck_encoder_run {
    const ck_encoder *encoder;
    float *state;
    int64_t tokens;
    int threads;
    uint16_t *rounded;   // [tokens, hidden]: the state in bfloat16
    uint16_t *attended;  // [tokens, hidden]
    uint16_t *middle;    // [FEED_FORWARD_ROWS, intermediate]
    char *heads;         // what every thread needs for a head
    _Atomic int joined;
    // Step (high half) and next piece of it; pieces of the step that are done.
    _Alignas(64) _Atomic uint64_t place;
    _Alignas(64) _Atomic uint32_t done;
};

typedef struct ck_encoder_run run;

static int64_t aligned(int64_t bytes) { return (bytes + 63) & ~(int64_t)63; }

static int64_t head_scratch(const ck_encoder *encoder, int64_t tokens) {
    return aligned(3 * tokens * encoder->head_size * 2) +
           aligned(ck_bf16_attention_scratch(tokens, encoder->head_size));
}

int64_t ck_encoder_scratch(const ck_encoder *encoder, int64_t tokens, int threads) {
    return 2 * aligned(tokens * encoder->hidden * 2) + aligned(FEED_FORWARD_ROWS * encoder->intermediate * 2) +
           threads * head_scratch(encoder, tokens);
}

// Rows first...end, or panels.
typedef struct {
    int64_t first, end;
} range;

static range part(int64_t count, int64_t piece, int64_t pieces) {
    return (range){count * piece / pieces, count * (piece + 1) / pieces};
}

static int64_t pieces_of(int64_t count, int64_t size) { return (count + size - 1) / size; }

// Some outputs of a layer, for m rows.
static void dense(const uint16_t *x, int64_t m, int64_t k, const ck_encoder_dense *layer, range panels, float scale,
                  ck_epilogue epilogue, void *y, int64_t stride) {
    const int64_t first = panels.first * PANEL;
    void *to = epilogue == CK_ADD ? (void *)((float *)y + first) : (void *)((uint16_t *)y + first);
    ck_bf16_dense(x, m, k, layer->panels + first * k, (panels.end - panels.first) * PANEL, layer->bias + first, scale,
                  epilogue, to, stride);
}

static void norm(const run *r, const ck_encoder_norm *norm, int64_t piece) {
    const range rows = part(r->tokens, piece, pieces_of(r->tokens, NORM_ROWS));
    const int64_t hidden = r->encoder->hidden, first = rows.first * hidden;
    ck_bf16_layer_norm(r->state + first, rows.end - rows.first, hidden, norm->gamma, norm->beta, r->encoder->epsilon,
                       r->rounded + first);
}

// Queries, keys and values of one head go from the first-level cache into its attention.
static void attend(const run *r, const ck_encoder_layer *layer, int64_t head, char *scratch) {
    const int64_t hidden = r->encoder->hidden, size = r->encoder->head_size, tokens = r->tokens;
    const range panels = {head * size / PANEL, (head + 1) * size / PANEL};
    const float scale = 1.44269504f / sqrtf((float)size);  // attention takes powers of two
    const ck_encoder_dense *parts[3] = {&layer->query, &layer->key, &layer->value};
    uint16_t *out[3];
    for (int i = 0; i < 3; i++) {
        out[i] = (uint16_t *)scratch + i * tokens * size;
        ck_bf16_dense(r->rounded, tokens, hidden, parts[i]->panels + panels.first * PANEL * hidden, size,
                      parts[i]->bias + panels.first * PANEL, i == 0 ? scale : 1, CK_WRITE, out[i], size);
    }
    ck_bf16_attention(out[0], out[1], out[2], tokens, size, r->attended + head * size, hidden,
                      scratch + aligned(3 * tokens * size * 2));
}

// The steps of a layer; the two of the feed-forward layers come once for each block of rows.
enum { ATTEND, OUTPUT, ATTENTION_NORM, FEED_FORWARD };

static int64_t blocks_of(const run *r) { return pieces_of(r->tokens, FEED_FORWARD_ROWS); }
static int64_t steps_of_layer(const run *r) { return FEED_FORWARD + 2 * blocks_of(r) + 1; }

// How many pieces a step has. Step 0 is the norm of the embeddings.
static int64_t pieces_of_step(const run *r, int64_t step) {
    const ck_encoder *encoder = r->encoder;
    const int64_t in_layer = (step - 1) % steps_of_layer(r);
    if (step == 0 || in_layer == ATTENTION_NORM || in_layer == steps_of_layer(r) - 1) {
        return pieces_of(r->tokens, NORM_ROWS);
    }
    if (in_layer == ATTEND) return encoder->heads;
        return in_layer >= FEED_FORWARD && (in_layer - FEED_FORWARD) % 2 == 0
               ? pieces_of(encoder->intermediate / PANEL, WIDE_PANELS)
               : pieces_of(encoder->hidden / PANEL, PANELS);
}

static void take(const run *r, int64_t step, int64_t piece, int thread) {
    if (step == 0) return norm(r, &r->encoder->embedding_norm, piece);
    const int64_t in_layer = (step - 1) % steps_of_layer(r), tokens = r->tokens;
    const ck_encoder_layer *layer = &r->encoder->layer[(step - 1) / steps_of_layer(r)];
    const int64_t hidden = r->encoder->hidden, wide = r->encoder->intermediate;
    const range panels = part(hidden / PANEL, piece, pieces_of(hidden / PANEL, PANELS));
    if (in_layer == ATTEND) return attend(r, layer, piece, r->heads + thread * head_scratch(r->encoder, tokens));
    if (in_layer == OUTPUT) return dense(r->attended, tokens, hidden, &layer->output, panels, 1, CK_ADD, r->state, hidden);
    if (in_layer == ATTENTION_NORM) return norm(r, &layer->attention_norm, piece);
    if (in_layer == steps_of_layer(r) - 1) return norm(r, &layer->norm, piece);
    const range rows = part(tokens, (in_layer - FEED_FORWARD) / 2, blocks_of(r));
    const int64_t count = rows.end - rows.first, first = rows.first * hidden;
    if ((in_layer - FEED_FORWARD) % 2 == 0) {
        const range wide_panels = part(wide / PANEL, piece, pieces_of(wide / PANEL, WIDE_PANELS));
        dense(r->rounded + first, count, hidden, &layer->expand, wide_panels, 1, CK_WRITE_GELU, r->middle, wide);
    } else {
        dense(r->middle, count, wide, &layer->contract, panels, 1, CK_ADD, r->state + first, hidden);
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
    *r = (run){.encoder = encoder, .state = state, .tokens = tokens, .threads = threads, .rounded = scratch};
    r->attended = (uint16_t *)((char *)r->rounded + aligned(tokens * encoder->hidden * 2));
    r->middle = (uint16_t *)((char *)r->attended + aligned(tokens * encoder->hidden * 2));
    r->heads = (char *)r->middle + aligned(FEED_FORWARD_ROWS * encoder->intermediate * 2);
}
