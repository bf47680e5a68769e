#include "decoder.h"

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "decoder_kernels.h"
#include "dense.h"

enum { PANEL = 32, ROWS = CK_DECODER_ROWS };

// Activations as a matrix product wants them: rows of floats, and the same quantised.
typedef struct {
    float *rows;           // [ROWS, width]
    ck_block_tile *tiles;  // [ROWS / 6, width / 32]
} activations;

// What one thread writes for itself.
typedef struct {
    float *panel, *second_panel;  // [ROWS, 32]
    float *scores;                // [MOST_QUERIES, capacity]
    activations norm;             // one row, for runs of one token
} thread_memory;

// The steps of a layer whose things (panels, tiles of queries) threads take one after the other.
enum { PROJECT, ATTEND, OUTPUT, EXPAND, CONTRACT, STEPS };

struct ck_decoder_state {
    int64_t capacity;
    int threads;
    uint16_t *keys;           // [layers, kv_heads, capacity / KEY_BLOCK, head_size, KEY_BLOCK]
    uint16_t *values;         // [layers, kv_heads, capacity, head_size]
    float *x;                 // [ROWS, hidden]
    float *query;             // [ROWS, heads * head_size]
    float *key, *value;       // [ROWS, kv_heads * head_size]
    float *cosines, *sines;   // [ROWS, head_size / 2]
    activations norm, attention, middle;
    _Atomic int64_t *taken;  // [layers, STEPS]
    thread_memory *thread;
};

static void *allocate(size_t size) {
    void *memory = NULL;
    return posix_memalign(&memory, 64, size + 64) == 0 ? memory : NULL;
}

static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

static int make_activations(activations *a, int64_t rows, int64_t width) {
    a->rows = allocate((size_t)(rows * width) * sizeof(float));
    a->tiles = allocate((size_t)((rows + 5) / 6 * (width / 32)) * sizeof(ck_block_tile));
    return a->rows && a->tiles;
}

static void free_activations(activations *a) {
    free(a->rows);
    free(a->tiles);
}

ck_decoder_state *ck_decoder_state_create(const ck_decoder *d, int64_t capacity, int threads) {
    ck_decoder_state *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    const int64_t wide = d->heads * d->head_size, narrow = d->kv_heads * d->head_size;
    const int64_t padded = (capacity + KEY_BLOCK - 1) / KEY_BLOCK * KEY_BLOCK;
    const size_t cache = (size_t)(d->layers * narrow * padded) * sizeof(uint16_t);
    s->capacity = padded;
    s->threads = threads;
    // calloc takes fresh pages from the system, which are not resident before they are written.
    s->keys = calloc(1, cache);
    s->values = calloc(1, cache);
    s->x = allocate((size_t)(ROWS * d->hidden) * sizeof(float));
    s->query = allocate((size_t)(ROWS * wide) * sizeof(float));
    s->key = allocate((size_t)(ROWS * narrow) * sizeof(float));
    s->value = allocate((size_t)(ROWS * narrow) * sizeof(float));
    s->cosines = allocate((size_t)(ROWS * d->head_size / 2) * sizeof(float));
    s->sines = allocate((size_t)(ROWS * d->head_size / 2) * sizeof(float));
    s->thread = calloc((size_t)threads, sizeof(thread_memory));
    s->taken = calloc((size_t)(d->layers * STEPS), sizeof *s->taken);
    int ok = s->keys && s->values && s->x && s->query && s->key && s->value && s->cosines && s->sines && s->thread && s->taken;
    ok = make_activations(&s->norm, ROWS, d->hidden) && ok;
    ok = make_activations(&s->attention, ROWS, wide) && ok;
    ok = make_activations(&s->middle, ROWS, d->feed_forward) && ok;
    for (int t = 0; ok && t < threads; t++) {
        thread_memory *own = &s->thread[t];
        own->panel = allocate(ROWS * PANEL * sizeof(float));
        own->second_panel = allocate(ROWS * PANEL * sizeof(float));
        own->scores = calloc((size_t)(MOST_QUERIES * padded), sizeof(float));
        ok = make_activations(&own->norm, 1, larger(d->hidden, wide)) && own->panel && own->second_panel && own->scores;
    }
    if (ok) return s;
    ck_decoder_state_destroy(s);
    return NULL;
}

void ck_decoder_state_destroy(ck_decoder_state *s) {
    if (!s) return;
    for (int t = 0; s->thread && t < s->threads; t++) {
        free(s->thread[t].panel);
        free(s->thread[t].second_panel);
        free(s->thread[t].scores);
        free_activations(&s->thread[t].norm);
    }
    float *const buffers[] = {s->x, s->query, s->key, s->value, s->cosines, s->sines};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) free(buffers[i]);
    free(s->keys);
    free(s->values);
    free(s->thread);
    free(s->taken);
    free_activations(&s->norm);
    free_activations(&s->attention);
    free_activations(&s->middle);
    free(s);
}

// One run, as every thread sees it.
typedef struct {
    const ck_decoder *decoder;
    ck_decoder_state *state;
    ck_pool *pool;
    const ck_decoder_kernels *kernels;
    int64_t count, position;
} run;

typedef struct {
    int64_t from, to;
} span;

// The share of `count` things that a thread takes.
static span share(int64_t count, int thread, int threads) {
    return (span){count * thread / threads, count * (thread + 1) / threads};
}

// Gives a thread its next things of a step, of `count`; false when there are none. One token is divided evenly, which reads
// the weights in long streams; of many, each thread takes a few at a time, so that one that is kept waiting keeps no other
// waiting. `next` begins as {0, 0}.
static bool take(const run *r, int64_t layer, int step, int64_t count, int64_t few, int thread, int threads, span *next) {
    if (r->count == 1) {
        if (next->to > 0) return false;
        *next = share(count, thread, threads);
    } else {
        next->from = atomic_fetch_add_explicit(&r->state->taken[layer * STEPS + step], few, memory_order_relaxed);
        next->to = next->from + few < count ? next->from + few : count;
    }
    return next->from < next->to;
}

// out [m, 32] = inputs times the 32 outputs of one panel.
static void multiply_panel(const ck_matrix *matrix, int64_t panel, const activations *input, int64_t m, float *out) {
    if (matrix->is_dense) {
        const float *weights = (const float *)matrix->packed + panel * PANEL * matrix->k;
        ck_dense(CK_DENSE_F32, input->rows, m, matrix->k, weights, PANEL, NULL, out, NULL);
    } else {
        const int64_t size = ck_blocks_panel_size(matrix->format, matrix->k);
        ck_blocks_multiply(matrix->format, (const char *)matrix->packed + panel * size, matrix->k, input->tiles, m, out);
    }
}

static void quantize(const activations *a, int64_t row, int64_t width) {
    ck_blocks_quantize_row(a->rows + row * width, width / 32, a->tiles + row / 6 * (width / 32), (int)(row % 6));
}

// Normalises the hidden rows. A run of one token does so on every thread for itself, which costs less than waiting.
static const activations *normalize(const run *r, const float *weight, int thread, int threads) {
    ck_decoder_state *s = r->state;
    const int64_t hidden = r->decoder->hidden;
    if (r->count == 1) {
        activations *own = &s->thread[thread].norm;
        r->kernels->rms_norm(s->x, hidden, weight, r->decoder->epsilon, own->rows);
        quantize(own, 0, hidden);
        return own;
    }
    // Rows of one tile are written by one thread.
    const span tiles = share((r->count + 5) / 6, thread, threads);
    for (int64_t row = tiles.from * 6; row < tiles.to * 6 && row < r->count; row++) {
        r->kernels->rms_norm(s->x + row * hidden, hidden, weight, r->decoder->epsilon, s->norm.rows + row * hidden);
        quantize(&s->norm, row, hidden);
    }
    ck_pool_barrier(r->pool);
    return &s->norm;
}

// Writes one panel of a product to its columns of `out` [m, n].
static void project_panel(const ck_matrix *matrix, int64_t panel, const activations *input, int64_t m, float *buffer,
                          float *out) {
    multiply_panel(matrix, panel, input, m, buffer);
    for (int64_t row = 0; row < m; row++) memcpy(out + row * matrix->n + panel * PANEL, buffer + row * PANEL, PANEL * sizeof(float));
}

static void project(const run *r, int64_t index, const activations *input, int thread, int threads) {
    ck_decoder_state *s = r->state;
    const ck_decoder_layer *layer = &r->decoder->layer[index];
    const int64_t queries = layer->query.n / PANEL, keys = layer->key.n / PANEL;
    float *buffer = s->thread[thread].panel;
    for (span panels = {0}; take(r, index, PROJECT, queries + 2 * keys, 1, thread, threads, &panels);) {
        for (int64_t p = panels.from; p < panels.to; p++) {
            if (p < queries) {
                project_panel(&layer->query, p, input, r->count, buffer, s->query);
            } else if (p < queries + keys) {
                project_panel(&layer->key, p - queries, input, r->count, buffer, s->key);
            } else {
                project_panel(&layer->value, p - queries - keys, input, r->count, buffer, s->value);
            }
        }
    }
    ck_pool_barrier(r->pool);
}

// Turns neighbouring pairs by their position (Su et al., 2021).
static void rotate(float *x, int64_t heads, int64_t size, const float *cosines, const float *sines) {
    for (int64_t head = 0; head < heads; head++, x += size) {
        for (int64_t i = 0; i < size / 2; i++) {
            const float a = x[2 * i], b = x[2 * i + 1];
            x[2 * i] = a * cosines[i] - b * sines[i];
            x[2 * i + 1] = a * sines[i] + b * cosines[i];
        }
    }
}

static uint16_t *cached(const run *r, uint16_t *cache, int64_t layer, int64_t head) {
    return cache + (layer * r->decoder->kv_heads + head) * r->state->capacity * r->decoder->head_size;
}

// Writes one head's key and value of a position to the cache.
static void keep(const run *r, int64_t layer, int64_t head, int64_t position, const float *key, const float *value) {
    const int64_t size = r->decoder->head_size;
    uint16_t halves[256];
    r->kernels->to_halves(key + head * size, size, halves);
    uint16_t *to = cached(r, r->state->keys, layer, head) + position / KEY_BLOCK * KEY_BLOCK * size + position % KEY_BLOCK;
    for (int64_t d = 0; d < size; d++) to[d * KEY_BLOCK] = halves[d];
    r->kernels->to_halves(value + head * size, size, cached(r, r->state->values, layer, head) + position * size);
}

static void keep_keys_and_values(const run *r, int64_t layer, int thread, int threads) {
    ck_decoder_state *s = r->state;
    const ck_decoder *d = r->decoder;
    const int64_t size = d->head_size, half = size / 2;
    const span rows = share(r->count, thread, threads);
    for (int64_t row = rows.from; row < rows.to; row++) {
        const float *cosines = s->cosines + row * half, *sines = s->sines + row * half;
        float *key = s->key + row * d->kv_heads * size, *value = s->value + row * d->kv_heads * size;
        float *query = s->query + row * d->heads * size;
        rotate(query, d->heads, size, cosines, sines);
        // Queries have the precision of the keys that they meet.
        r->kernels->round_to_halves(query, d->heads * size);
        rotate(key, d->kv_heads, size, cosines, sines);
        for (int64_t head = 0; head < d->kv_heads; head++) keep(r, layer, head, r->position + row, key, value);
    }
}

// Attention of a few queries that share keys and values, from query `first` of their head on.
static void attend_tile(const run *r, int64_t layer, int64_t head, int64_t first, float *scores) {
    ck_decoder_state *s = r->state;
    const ck_decoder *d = r->decoder;
    const int64_t size = d->head_size, group = d->heads / d->kv_heads, left = r->count * group - first;
    ck_attention_task task = {.rows = (int)(left < MOST_QUERIES ? left : MOST_QUERIES),
                              .keys = cached(r, s->keys, layer, head),
                              .values = cached(r, s->values, layer, head),
                              .size = size,
                              .scores = scores,
                              .stride = s->capacity};
    for (int i = 0; i < task.rows; i++) {
        const int64_t row = (first + i) / group, offset = (row * d->heads + head * group + (first + i) % group) * size;
        task.queries[i] = s->query + offset;
        task.outs[i] = s->attention.rows + offset;
        task.counts[i] = r->position + row + 1;
    }
    r->kernels->attend(&task);
}

static void attend(const run *r, int64_t layer, int thread, int threads) {
    const ck_decoder *d = r->decoder;
    const int64_t tiles = (r->count * (d->heads / d->kv_heads) + MOST_QUERIES - 1) / MOST_QUERIES;
    for (span some = {0}; take(r, layer, ATTEND, tiles * d->kv_heads, 4, thread, threads, &some);) {
        for (int64_t i = some.from; i < some.to; i++) {
            attend_tile(r, layer, i / tiles, i % tiles * MOST_QUERIES, r->state->thread[thread].scores);
        }
    }
}

static const activations *quantize_attention(const run *r, int thread, int threads) {
    ck_decoder_state *s = r->state;
    const int64_t width = r->decoder->heads * r->decoder->head_size;
    ck_pool_barrier(r->pool);
    if (r->count == 1) {
        activations *own = &s->thread[thread].norm;
        memcpy(own->rows, s->attention.rows, (size_t)width * sizeof(float));
        quantize(own, 0, width);
        return own;
    }
    const span tiles = share((r->count + 5) / 6, thread, threads);
    for (int64_t row = tiles.from * 6; row < tiles.to * 6 && row < r->count; row++) quantize(&s->attention, row, width);
    ck_pool_barrier(r->pool);
    return &s->attention;
}

// x += inputs times matrix.
static void add_product(const run *r, int64_t layer, int step, const ck_matrix *matrix, const activations *input,
                        int thread, int threads) {
    const int64_t hidden = r->decoder->hidden;
    float *buffer = r->state->thread[thread].panel;
    for (span panels = {0}; take(r, layer, step, hidden / PANEL, 1, thread, threads, &panels);) {
        for (int64_t p = panels.from; p < panels.to; p++) {
            multiply_panel(matrix, p, input, r->count, buffer);
            for (int64_t row = 0; row < r->count; row++) {
                float *x = r->state->x + row * hidden + p * PANEL;
                for (int64_t i = 0; i < PANEL; i++) x[i] += buffer[row * PANEL + i];
            }
        }
    }
    ck_pool_barrier(r->pool);
}

// One panel of the feed-forward layer's middle: silu(gate) * up, as floats and quantised.
static void expand_panel(const run *r, const ck_decoder_layer *layer, int64_t panel, const activations *input,
                         const thread_memory *own) {
    ck_decoder_state *s = r->state;
    const int64_t width = r->decoder->feed_forward;
    float *gate = own->panel;
    multiply_panel(&layer->gate, panel, input, r->count, gate);
    multiply_panel(&layer->up, panel, input, r->count, own->second_panel);
    r->kernels->swiglu(gate, own->second_panel, r->count * PANEL);
    for (int64_t row = 0; row < r->count; row++, gate += PANEL) {
        if (layer->down.is_dense) memcpy(s->middle.rows + row * width + panel * PANEL, gate, PANEL * sizeof(float));
        ck_blocks_quantize_row(gate, 1, s->middle.tiles + row / 6 * (width / 32) + panel, (int)(row % 6));
    }
}

static void expand(const run *r, int64_t layer, const activations *input, int thread, int threads) {
    const int64_t count = r->decoder->feed_forward / PANEL;
    for (span panels = {0}; take(r, layer, EXPAND, count, 1, thread, threads, &panels);) {
        for (int64_t p = panels.from; p < panels.to; p++) {
            expand_panel(r, &r->decoder->layer[layer], p, input, &r->state->thread[thread]);
        }
    }
    ck_pool_barrier(r->pool);
}

static void run_layers(void *context, int thread, int threads) {
    const run *r = context;
    for (int64_t index = 0; index < r->decoder->layers; index++) {
        const ck_decoder_layer *layer = &r->decoder->layer[index];
        project(r, index, normalize(r, layer->attention_norm, thread, threads), thread, threads);
        keep_keys_and_values(r, index, thread, threads);
        ck_pool_barrier(r->pool);
        attend(r, index, thread, threads);
        add_product(r, index, OUTPUT, &layer->output, quantize_attention(r, thread, threads), thread, threads);
        expand(r, index, normalize(r, layer->feed_forward_norm, thread, threads), thread, threads);
        add_product(r, index, CONTRACT, &layer->down, &r->state->middle, thread, threads);
    }
}

void ck_decoder_run(const ck_decoder *d, ck_decoder_state *s, ck_pool *pool, const float *embeddings, int64_t count,
                    int64_t position) {
    run r = {d, s, pool, ck_decoder_kernels_best(), count, position};
    const int64_t half = d->head_size / 2;
    memcpy(s->x, embeddings, (size_t)(count * d->hidden) * sizeof(float));
    for (int64_t row = 0; row < count; row++) {
        for (int64_t i = 0; i < half; i++) {
            const float angle = (float)(position + row) * d->rope_frequencies[i];
            s->cosines[row * half + i] = cosf(angle);
            s->sines[row * half + i] = sinf(angle);
        }
    }
    for (int64_t i = 0; i < d->layers * STEPS; i++) atomic_store_explicit(&s->taken[i], 0, memory_order_relaxed);
    if (count == 1) {
        ck_pool_run_briefly(pool, run_layers, &r);
    } else {
        ck_pool_run(pool, run_layers, &r);
    }
}

typedef struct {
    const run *run;
    int64_t first;
    float *logits;
} head_run;

static void run_head(void *context, int thread, int threads) {
    const head_run *h = context;
    const ck_decoder *d = h->run->decoder;
    ck_decoder_state *s = h->run->state;
    const span tiles = share((h->run->count + 5) / 6, thread, threads);
    for (int64_t row = tiles.from * 6; row < tiles.to * 6 && row < h->run->count; row++) {
        h->run->kernels->rms_norm(s->x + (h->first + row) * d->hidden, d->hidden, d->norm, d->epsilon,
                                  s->norm.rows + row * d->hidden);
        quantize(&s->norm, row, d->hidden);
    }
    ck_pool_barrier(h->run->pool);
    const span panels = share((d->vocabulary + PANEL - 1) / PANEL, thread, threads);
    float *buffer = s->thread[thread].panel;
    for (int64_t p = panels.from; p < panels.to; p++) {
        multiply_panel(&d->head, p, &s->norm, h->run->count, buffer);
        const int64_t width = d->vocabulary - p * PANEL < PANEL ? d->vocabulary - p * PANEL : PANEL;
        for (int64_t row = 0; row < h->run->count; row++) {
            memcpy(h->logits + row * d->vocabulary + p * PANEL, buffer + row * PANEL, (size_t)width * sizeof(float));
        }
    }
}

void ck_decoder_logits(const ck_decoder *d, ck_decoder_state *s, ck_pool *pool, int64_t first, int64_t count,
                       float *logits) {
    const run r = {d, s, pool, ck_decoder_kernels_best(), count, 0};
    head_run h = {&r, first, logits};
    ck_pool_run_briefly(pool, run_head, &h);
}
