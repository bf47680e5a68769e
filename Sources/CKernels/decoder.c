#include "decoder.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "decoder_kernels.h"
#include "decoder_state.h"
#include "dense.h"

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

static void add(float *x, const float *y, int64_t n) {
    for (int64_t i = 0; i < n; i++) x[i] += y[i];
}

// out [m, 32] = inputs times the 32 outputs of one panel, and their biases.
static void multiply_panel(const ck_matrix *matrix, int64_t panel, const activations *input, int64_t m, float *out) {
    if (matrix->is_dense) {
        const char *weights = (const char *)matrix->packed + panel * ck_dense_packed_size(matrix->dense_format, PANEL, matrix->k);
        ck_dense(matrix->dense_format, input->rows, m, matrix->k, weights, PANEL, NULL, out, NULL);
    } else {
        const int64_t size = ck_blocks_panel_size(matrix->format, matrix->k);
        ck_blocks_multiply(matrix->format, (const char *)matrix->packed + panel * size, matrix->k, input->blocks, m, out);
    }
    if (!matrix->bias) return;
    for (int64_t row = 0; row < m; row++) add(out + row * PANEL, matrix->bias + panel * PANEL, PANEL);
}

static void quantize(const activations *a, int64_t row, int64_t width) {
    ck_blocks_quantize(a->rows + row * width, width / 32, a->blocks + row * (width / 32));
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
    const span rows = share(r->count, thread, threads);
    for (int64_t row = rows.from; row < rows.to; row++) {
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

// Normalises each head by itself, where the model does so, and turns its pairs by their position (Su et al., 2021).
static void normalize_and_rotate(const run *r, float *x, int64_t heads, const float *norm, const float *cosines,
                                 const float *sines) {
    const int64_t size = r->decoder->head_size, half = size / 2;
    const bool are_halves = r->decoder->pairs == CK_HALVES;
    const int64_t step = are_halves ? 1 : 2, distance = are_halves ? half : 1;
    for (int64_t head = 0; head < heads; head++, x += size) {
        if (norm) r->kernels->rms_norm(x, size, norm, r->decoder->epsilon, x);
        for (int64_t i = 0; i < half; i++) {
            const float a = x[step * i], b = x[step * i + distance];
            x[step * i] = a * cosines[i] - b * sines[i];
            x[step * i + distance] = a * sines[i] + b * cosines[i];
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

static void keep_keys_and_values(const run *r, int64_t index, int thread, int threads) {
    ck_decoder_state *s = r->state;
    const ck_decoder *d = r->decoder;
    const ck_decoder_layer *layer = &d->layer[index];
    const int64_t size = d->head_size;
    const span rows = share(r->count, thread, threads);
    for (int64_t row = rows.from; row < rows.to; row++) {
        const int64_t turns = (layer->rotation * ROWS + row) * size / 2;
        const float *cosines = s->cosines + turns, *sines = s->sines + turns;
        float *key = s->key + row * d->kv_heads * size, *value = s->value + row * d->kv_heads * size;
        float *query = s->query + row * d->heads * size;
        normalize_and_rotate(r, query, d->heads, layer->query_norm, cosines, sines);
        // Queries have the precision of the keys that they meet.
        r->kernels->round_to_halves(query, d->heads * size);
        normalize_and_rotate(r, key, d->kv_heads, layer->key_norm, cosines, sines);
        for (int64_t head = 0; head < d->kv_heads; head++) keep(r, index, head, r->position + row, key, value);
    }
}

// Attention of a few queries that share keys and values, from query `first` of their head on.
static void attend_tile(const run *r, int64_t layer, int64_t head, int64_t first, float *scores) {
    ck_decoder_state *s = r->state;
    const ck_decoder *d = r->decoder;
    const int64_t size = d->head_size, group = d->heads / d->kv_heads, left = r->count * group - first;
    const int64_t window = d->layer[layer].window;
    ck_attention_task task = {.rows = (int)(left < MOST_QUERIES ? left : MOST_QUERIES),
                              .keys = cached(r, s->keys, layer, head),
                              .values = cached(r, s->values, layer, head),
                              .size = size,
                              .scale = d->attention_scale,
                              .cap = d->attention_cap,
                              .scores = scores,
                              .stride = s->capacity};
    for (int i = 0; i < task.rows; i++) {
        const int64_t row = (first + i) / group, offset = (row * d->heads + head * group + (first + i) % group) * size;
        task.queries[i] = s->query + offset;
        task.outs[i] = s->attention.rows + offset;
        task.counts[i] = r->position + row + 1;
        task.starts[i] = window > 0 && task.counts[i] > window ? task.counts[i] - window : 0;
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
    const span rows = share(r->count, thread, threads);
    for (int64_t row = rows.from; row < rows.to; row++) quantize(&s->attention, row, width);
    ck_pool_barrier(r->pool);
    return &s->attention;
}

// x += branch, normalised. Rows of many are those that normalize() gives the same thread next; a single row is divided.
static void add_normalized(const run *r, const float *weight, int thread, int threads) {
    ck_decoder_state *s = r->state;
    const int64_t hidden = r->decoder->hidden;
    float *normalized = s->thread[thread].norm.rows;
    const span rows = r->count == 1 ? (span){0, 1} : share(r->count, thread, threads);
    const span columns = r->count == 1 ? share(hidden, thread, threads) : (span){0, hidden};
    for (int64_t row = rows.from; row < rows.to; row++) {
        r->kernels->rms_norm(s->branch + row * hidden, hidden, weight, r->decoder->epsilon, normalized);
        add(s->x + row * hidden + columns.from, normalized + columns.from, columns.to - columns.from);
    }
    if (r->count == 1) ck_pool_barrier(r->pool);
}

// x += inputs times matrix, normalised where `norm` is not NULL.
static void add_product(const run *r, int64_t layer, int step, const ck_matrix *matrix, const float *norm,
                        const activations *input, int thread, int threads) {
    const int64_t hidden = r->decoder->hidden;
    float *buffer = r->state->thread[thread].panel;
    for (span panels = {0}; take(r, layer, step, hidden / PANEL, 1, thread, threads, &panels);) {
        for (int64_t p = panels.from; p < panels.to; p++) {
            if (norm) {
                project_panel(matrix, p, input, r->count, buffer, r->state->branch);
                continue;
            }
            multiply_panel(matrix, p, input, r->count, buffer);
            for (int64_t row = 0; row < r->count; row++) add(r->state->x + row * hidden + p * PANEL, buffer + row * PANEL, PANEL);
        }
    }
    ck_pool_barrier(r->pool);
    if (norm) add_normalized(r, norm, thread, threads);
}

// One panel of the feed-forward layer's middle: activation(gate) * up, as floats and quantised.
static void expand_panel(const run *r, const ck_decoder_layer *layer, int64_t panel, const activations *input,
                         const thread_memory *own) {
    ck_decoder_state *s = r->state;
    const int64_t width = r->decoder->feed_forward;
    float *gate = own->panel;
    multiply_panel(&layer->gate, panel, input, r->count, gate);
    multiply_panel(&layer->up, panel, input, r->count, own->second_panel);
    if (r->decoder->activation == CK_SILU) {
        r->kernels->gate_silu(gate, own->second_panel, r->count * PANEL);
    } else {
        r->kernels->gate_gelu(gate, own->second_panel, r->count * PANEL);
    }
    for (int64_t row = 0; row < r->count; row++, gate += PANEL) {
        if (layer->down.is_dense) memcpy(s->middle.rows + row * width + panel * PANEL, gate, PANEL * sizeof(float));
        ck_blocks_quantize(gate, 1, s->middle.blocks + row * (width / 32) + panel);
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
        const activations *attention = quantize_attention(r, thread, threads);
        add_product(r, index, OUTPUT, &layer->output, layer->attention_post_norm, attention, thread, threads);
        expand(r, index, normalize(r, layer->feed_forward_norm, thread, threads), thread, threads);
        const activations *middle = &r->state->middle;
        add_product(r, index, CONTRACT, &layer->down, layer->feed_forward_post_norm, middle, thread, threads);
    }
}

// The cosines and sines of the angles by which a run's positions turn pairs.
static void set_angles(const run *r) {
    const int64_t half = r->decoder->head_size / 2;
    for (int64_t which = 0; which < CK_ROTATIONS; which++) {
        const ck_rotation *rotation = &r->decoder->rotation[which];
        for (int64_t row = 0; rotation->frequencies && row < r->count; row++) {
            for (int64_t i = 0; i < half; i++) {
                const float angle = (float)(r->position + row) * rotation->frequencies[i];
                const int64_t place = (which * ROWS + row) * half + i;
                r->state->cosines[place] = cosf(angle) * rotation->magnitude;
                r->state->sines[place] = sinf(angle) * rotation->magnitude;
            }
        }
    }
}

void ck_decoder_run(const ck_decoder *d, ck_decoder_state *s, ck_pool *pool, const float *embeddings, int64_t count,
                    int64_t position) {
    run r = {d, s, pool, ck_decoder_kernels_best(), count, position};
    memcpy(s->x, embeddings, (size_t)(count * d->hidden) * sizeof(float));
    set_angles(&r);
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
    const span rows = share(h->run->count, thread, threads);
    for (int64_t row = rows.from; row < rows.to; row++) {
        h->run->kernels->rms_norm(s->x + (h->first + row) * d->hidden, d->hidden, d->norm, d->epsilon,
                                  s->norm.rows + row * d->hidden);
        quantize(&s->norm, row, d->hidden);
    }
    ck_pool_barrier(h->run->pool);
    const span panels = share((d->vocabulary + PANEL - 1) / PANEL, thread, threads);
    float *buffer = s->thread[thread].panel;
    for (int64_t p = panels.from; p < panels.to; p++) {
        multiply_panel(&d->head, p, &s->norm, h->run->count, buffer);
        if (d->logit_cap > 0) h->run->kernels->cap(buffer, h->run->count * PANEL, d->logit_cap);
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
