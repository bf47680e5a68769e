#include "decoder_state.h"

#include <stdlib.h>
#include <string.h>

static void *allocate(size_t size) {
    void *memory = NULL;
    return posix_memalign(&memory, 64, size + 64) == 0 ? memory : NULL;
}

static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

static int make_activations(activations *a, int64_t rows, int64_t width) {
    a->rows = allocate((size_t)(rows * width) * sizeof(float));
    a->blocks = allocate((size_t)(rows * (width / 32)) * sizeof(ck_activation_block));
    return a->rows && a->blocks;
}

static void free_activations(activations *a) {
    free(a->rows);
    free(a->blocks);
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
    s->branch = allocate((size_t)(ROWS * d->hidden) * sizeof(float));
    s->query = allocate((size_t)(ROWS * wide) * sizeof(float));
    s->key = allocate((size_t)(ROWS * narrow) * sizeof(float));
    s->value = allocate((size_t)(ROWS * narrow) * sizeof(float));
    s->cosines = allocate((size_t)(CK_ROTATIONS * ROWS * d->head_size / 2) * sizeof(float));
    s->sines = allocate((size_t)(CK_ROTATIONS * ROWS * d->head_size / 2) * sizeof(float));
    s->thread = calloc((size_t)threads, sizeof(thread_memory));
    s->taken = calloc((size_t)(d->layers * STEPS), sizeof *s->taken);
    int ok = s->keys && s->values && s->x && s->branch && s->query && s->key && s->value && s->cosines && s->sines;
    ok = ok && s->thread && s->taken;
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
    float *const buffers[] = {s->x, s->branch, s->query, s->key, s->value, s->cosines, s->sines};
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

// What a head of a layer takes in a saved state: blocks of keys, then values.
typedef struct {
    size_t keys, values;  // numbers
} saved_head;

static saved_head saved_head_of(const ck_decoder *d, int64_t count) {
    const int64_t blocks = (count + KEY_BLOCK - 1) / KEY_BLOCK;
    return (saved_head){(size_t)(blocks * KEY_BLOCK * d->head_size), (size_t)(count * d->head_size)};
}

int64_t ck_decoder_state_size(const ck_decoder *d, int64_t count) {
    const saved_head head = saved_head_of(d, count);
    return d->layers * d->kv_heads * (int64_t)((head.keys + head.values) * sizeof(uint16_t));
}

void ck_decoder_state_save(const ck_decoder *d, ck_decoder_state *s, int64_t count, void *saved) {
    const saved_head head = saved_head_of(d, count);
    uint16_t *to = saved;
    for (int64_t i = 0; i < d->layers * d->kv_heads; i++, to += head.keys + head.values) {
        memcpy(to, s->keys + i * s->capacity * d->head_size, head.keys * sizeof(uint16_t));
        memcpy(to + head.keys, s->values + i * s->capacity * d->head_size, head.values * sizeof(uint16_t));
    }
}

void ck_decoder_state_restore(const ck_decoder *d, ck_decoder_state *s, int64_t count, int64_t saved_count,
                              const void *saved) {
    const saved_head head = saved_head_of(d, saved_count), wanted = saved_head_of(d, count);
    const uint16_t *from = saved;
    for (int64_t i = 0; i < d->layers * d->kv_heads; i++, from += head.keys + head.values) {
        memcpy(s->keys + i * s->capacity * d->head_size, from, wanted.keys * sizeof(uint16_t));
        memcpy(s->values + i * s->capacity * d->head_size, from + head.keys, wanted.values * sizeof(uint16_t));
    }
}
