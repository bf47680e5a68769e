#ifndef CK_QUANTIZED_LAYOUT_H
#define CK_QUANTIZED_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "quantized.h"

// How packed panels, in memory and in files, hold weights: panels of 32 outputs, blocks of 32 inputs one after the other. A block is
//   codes   [4 groups of inputs][32 outputs][4 inputs], a byte each: the low four bits are inputs 0…15, the high four 16…31.
//           Codes of 8 bits take [8 groups][32][4].
//   planes  the bits above the fourth, [planes][32 outputs][4 inputs]: for 5 bits, bit g of a byte belongs to group g of
//           eight; for 6 bits, bits 2g and 2g + 1 of plane p to group 4p + g.
//   scales, then minima, [32 outputs]: f16, or in the K formats 8-bit numbers, for each half of a block where halves have
//           their own.
// In the K formats eight blocks stand behind a head with the f16 factors of those numbers: scales [32], then minima [32],
// these negated.
enum { PANEL_ROWS = 32, BLOCK = 32, BLOCKS_A_HEAD = 8 };

typedef struct {
    int bits;         // of a packed code: 4, 5, 6 or 8
    int offset;       // w = scale * (code - offset) + minimum
    int halves;       // 2 where each half of a block has scales of its own, else 1
    bool has_minimum;
    bool has_head;    // whole scales with f16 factors for eight blocks
} block_layout;

static inline __attribute__((always_inline)) block_layout layout_of(ck_block_format format) {
    switch (format) {
    case CK_Q4_0: return (block_layout){4, 8, 1, false, false};
    case CK_Q4_1: return (block_layout){4, 0, 1, true, false};
    case CK_Q5_0: return (block_layout){5, 16, 1, false, false};
    case CK_Q5_1: return (block_layout){5, 0, 1, true, false};
    case CK_Q8_0: return (block_layout){8, 128, 1, false, false};
    case CK_Q2_K: return (block_layout){4, 0, 2, true, true};
    case CK_Q3_K: return (block_layout){4, 4, 2, false, true};
    case CK_Q4_K: return (block_layout){4, 0, 1, true, true};
    case CK_Q5_K: return (block_layout){5, 0, 1, true, true};
    case CK_Q6_K: return (block_layout){6, 32, 2, false, true};
    }
    return (block_layout){8, 128, 1, false, false};
}

static inline __attribute__((always_inline)) int64_t planes_place(block_layout layout) { return layout.bits == 8 ? 1024 : 512; }

static inline __attribute__((always_inline)) int64_t scales_place(block_layout layout) {
    return planes_place(layout) + (layout.bits == 5 ? 128 : layout.bits == 6 ? 256 : 0);
}

// Bytes of the scales of a block, and of its minima.
static inline __attribute__((always_inline)) int64_t scales_size(block_layout layout) {
    return PANEL_ROWS * (layout.has_head ? layout.halves : 2);
}

static inline __attribute__((always_inline)) int64_t packed_block_size(block_layout layout) {
    return scales_place(layout) + scales_size(layout) * (layout.has_minimum ? 2 : 1);
}

static inline __attribute__((always_inline)) int64_t head_size(block_layout layout) {
    return !layout.has_head ? 0 : PANEL_ROWS * 2 * (layout.has_minimum ? 2 : 1);
}

// Where block b of a panel begins, and the head that it belongs to.
static inline int64_t block_place(block_layout layout, int64_t b) {
    return b * packed_block_size(layout) + (b / BLOCKS_A_HEAD + 1) * head_size(layout);
}

static inline int64_t head_place(block_layout layout, int64_t b) {
    return b / BLOCKS_A_HEAD * (BLOCKS_A_HEAD * packed_block_size(layout) + head_size(layout));
}

#endif
