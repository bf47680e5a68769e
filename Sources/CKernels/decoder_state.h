#ifndef CK_DECODER_STATE_H
#define CK_DECODER_STATE_H

#include <stdatomic.h>
#include <stdint.h>

#include "decoder.h"
#include "decoder_kernels.h"

enum { PANEL = 32, ROWS = CK_DECODER_ROWS };

// Activations as a matrix product wants them: rows of floats, and the same quantised.
typedef struct {
    float *rows;                  // [ROWS, width]
    ck_activation_block *blocks;  // [ROWS, width / 32]
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
    float *branch;            // [ROWS, hidden], what is added to x, where it is normalised first
    float *query;             // [ROWS, heads * head_size]
    float *key, *value;       // [ROWS, kv_heads * head_size]
    float *cosines, *sines;   // [CK_ROTATIONS, ROWS, head_size / 2]
    activations norm, attention, middle;
    _Atomic int64_t *taken;  // [layers, STEPS]
    thread_memory *thread;
};

#endif
