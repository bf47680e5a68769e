#include "encoder.h"

#include <math.h>
#include <stddef.h>

#include "encoder_kernels.h"

enum { PANEL = 32 };

// Rows that go through the feed-forward layers together: their wide middle stays in the second-level cache beside the weights.
enum { FEED_FORWARD_ROWS = 120 };

typedef struct {
    const ck_encoder *encoder;
    ck_pool *pool;
    float *state;
    int64_t tokens;
    uint16_t *rounded;   // [tokens, hidden]: the state in bfloat16
    uint16_t *attended;  // [tokens, hidden]
    uint16_t *middle;    // [FEED_FORWARD_ROWS, intermediate]
    char *heads;         // what every thread needs for a head
} pass;

static int64_t aligned(int64_t bytes) { return (bytes + 63) & ~(int64_t)63; }

static int64_t head_scratch(const ck_encoder *encoder, int64_t tokens) {
    return aligned(3 * tokens * encoder->head_size * 2) +
           aligned(ck_bf16_attention_scratch(tokens, encoder->head_size));
}

int64_t ck_encoder_scratch(const ck_encoder *encoder, int64_t tokens, int threads) {
    return 2 * aligned(tokens * encoder->hidden * 2) + aligned(FEED_FORWARD_ROWS * encoder->intermediate * 2) +
           threads * head_scratch(encoder, tokens);
}

// A thread's share of `count` things: [first, end).
typedef struct {
    int64_t first, end;
} range;

static range share(int64_t count, int thread, int threads) {
    return (range){count * thread / threads, count * (thread + 1) / threads};
}

static void wait(const pass *p) {
    if (p->pool) ck_pool_barrier(p->pool);
}

// A share of a layer's outputs, for m rows.
static void dense(const uint16_t *x, int64_t m, int64_t k, const ck_encoder_dense *layer, range panels, float scale,
                  ck_epilogue epilogue, void *y, int64_t stride) {
    const int64_t first = panels.first * PANEL;
    void *to = epilogue == CK_ADD ? (void *)((float *)y + first) : (void *)((uint16_t *)y + first);
    ck_bf16_dense(x, m, k, layer->panels + first * k, (panels.end - panels.first) * PANEL, layer->bias + first, scale,
                  epilogue, to, stride);
}

static void norm(const pass *p, const ck_encoder_norm *norm, range rows) {
    const int64_t hidden = p->encoder->hidden, first = rows.first * hidden;
    ck_bf16_layer_norm(p->state + first, rows.end - rows.first, hidden, norm->gamma, norm->beta, p->encoder->epsilon,
                       p->rounded + first);
}

// Queries, keys and values of one head go from the first-level cache into its attention.
static void attend(const pass *p, const ck_encoder_layer *layer, int64_t head, char *scratch) {
    const int64_t hidden = p->encoder->hidden, size = p->encoder->head_size, tokens = p->tokens;
    uint16_t *q = (uint16_t *)scratch, *k = q + tokens * size, *v = k + tokens * size;
    const range panels = {head * size / PANEL, (head + 1) * size / PANEL};
    const int64_t first = panels.first * PANEL;
    const float scale = 1.44269504f / sqrtf((float)size);  // attention takes powers of two
    dense(p->rounded, tokens, hidden, &layer->query, panels, scale, CK_WRITE, q - first, size);
    dense(p->rounded, tokens, hidden, &layer->key, panels, 1, CK_WRITE, k - first, size);
    dense(p->rounded, tokens, hidden, &layer->value, panels, 1, CK_WRITE, v - first, size);
    ck_bf16_attention(q, k, v, tokens, size, p->attended + head * size, hidden,
                      scratch + aligned(3 * tokens * size * 2));
}

static void feed_forward(const pass *p, const ck_encoder_layer *layer, int thread, int threads) {
    const int64_t hidden = p->encoder->hidden, wide = p->encoder->intermediate;
    const int64_t blocks = (p->tokens + FEED_FORWARD_ROWS - 1) / FEED_FORWARD_ROWS;
    const range expand = share(wide / PANEL, thread, threads), contract = share(hidden / PANEL, thread, threads);
    for (int64_t block = 0; block < blocks; block++) {
        const int64_t first = p->tokens * block / blocks, rows = p->tokens * (block + 1) / blocks - first;
        dense(p->rounded + first * hidden, rows, hidden, &layer->expand, expand, 1, CK_WRITE_GELU, p->middle, wide);
        wait(p);
        dense(p->middle, rows, wide, &layer->contract, contract, 1, CK_ADD, p->state + first * hidden, hidden);
        wait(p);
    }
}

static void run(void *context, int thread, int threads) {
    const pass *p = context;
    const ck_encoder *encoder = p->encoder;
    const range rows = share(p->tokens, thread, threads), heads = share(encoder->heads, thread, threads);
    const range panels = share(encoder->hidden / PANEL, thread, threads);
    norm(p, &encoder->embedding_norm, rows);
    for (int64_t i = 0; i < encoder->layers; i++) {
        const ck_encoder_layer *layer = &encoder->layer[i];
        wait(p);
        for (int64_t head = heads.first; head < heads.end; head++) {
            attend(p, layer, head, p->heads + thread * head_scratch(encoder, p->tokens));
        }
        wait(p);
        dense(p->attended, p->tokens, encoder->hidden, &layer->output, panels, 1, CK_ADD, p->state, encoder->hidden);
        wait(p);
        norm(p, &layer->attention_norm, rows);
        wait(p);
        feed_forward(p, layer, thread, threads);
        norm(p, &layer->norm, rows);
    }
}

void ck_encoder_run(const ck_encoder *encoder, ck_pool *pool, float *state, int64_t tokens, void *scratch) {
    pass p = {.encoder = encoder, .pool = pool, .state = state, .tokens = tokens};
    p.rounded = scratch;
    p.attended = (uint16_t *)((char *)p.rounded + aligned(tokens * encoder->hidden * 2));
    p.middle = (uint16_t *)((char *)p.attended + aligned(tokens * encoder->hidden * 2));
    p.heads = (char *)p.middle + aligned(FEED_FORWARD_ROWS * encoder->intermediate * 2);
    if (pool) {
        ck_pool_run(pool, run, &p);
    } else {
        run(&p, 0, 1);
    }
}
