#include <string.h>

#include "half.h"
#include "quantized.h"
#include "quantized_layout.h"

// 32 weights in a row of a GGUF tensor, taken apart.
typedef struct {
    uint8_t codes[BLOCK];
    uint16_t scale, minimum;      // f16: of the weights, or factors of the following
    int8_t scales[2], minima[2];  // for the first and the last 16 weights
} weights;

int64_t ck_block_length(ck_block_format format) { return layout_of(format).has_head ? BLOCK * BLOCKS_A_HEAD : BLOCK; }

int64_t ck_block_size(ck_block_format format) {
    switch (format) {
    case CK_Q4_0: return 18;
    case CK_Q4_1: return 20;
    case CK_Q5_0: return 22;
    case CK_Q5_1: return 24;
    case CK_Q8_0: return 34;
    case CK_Q2_K: return 84;
    case CK_Q3_K: return 110;
    case CK_Q4_K: return 144;
    case CK_Q5_K: return 176;
    case CK_Q6_K: return 210;
    }
    return 34;
}

static uint16_t half_at(const uint8_t *p) { return (uint16_t)(p[0] | p[1] << 8); }

// Codes of 4 or 5 bits: the low four bits, two a byte, and where there is a fifth, 32 bits with those.
static void read_nibbles(const uint8_t *low, const uint8_t *fifth, uint8_t *codes) {
    for (int i = 0; i < 16; i++) {
        codes[i] = low[i] & 15;
        codes[i + 16] = low[i] >> 4;
    }
    for (int i = 0; fifth && i < BLOCK; i++) codes[i] |= (uint8_t)((fifth[i / 8] >> i % 8 & 1) << 4);
}

// Scales and minima of 6 bits, eight of each in 12 bytes.
static void read_six_bit_scales(const uint8_t *bytes, int64_t part, weights *w) {
    if (part < 4) {
        w->scales[0] = bytes[part] & 63;
        w->minima[0] = bytes[part + 4] & 63;
    } else {
        w->scales[0] = (int8_t)((bytes[part + 4] & 15) | bytes[part - 4] >> 6 << 4);
        w->minima[0] = (int8_t)(bytes[part + 4] >> 4 | bytes[part] >> 6 << 4);
    }
}

static void read_q2_k(const uint8_t *block, int64_t part, weights *w) {
    const uint8_t *low = block + 16 + part / 4 * 32;
    for (int i = 0; i < BLOCK; i++) w->codes[i] = low[i] >> 2 * (part % 4) & 3;
    for (int half = 0; half < 2; half++) {
        w->scales[half] = block[2 * part + half] & 15;
        w->minima[half] = (int8_t)(block[2 * part + half] >> 4);
    }
    w->scale = half_at(block + 80);
    w->minimum = half_at(block + 82);
}

static void read_q3_k(const uint8_t *block, int64_t part, weights *w) {
    const uint8_t *high = block, *low = block + 32 + part / 4 * 32, *scales = block + 96;
    for (int i = 0; i < BLOCK; i++) w->codes[i] = (uint8_t)((low[i] >> 2 * (part % 4) & 3) | (high[i] >> part & 1) << 2);
    for (int half = 0; half < 2; half++) {
        const int64_t s = 2 * part + half;
        w->scales[half] = (int8_t)((scales[s % 8] >> s / 8 * 4 & 15) | (scales[8 + s % 4] >> s / 4 * 2 & 3) << 4) - 32;
    }
    w->scale = half_at(block + 108);
}

static void read_q4_k(const uint8_t *block, int64_t part, const uint8_t *low, const uint8_t *fifth, weights *w) {
    low += part / 2 * 32;
    for (int i = 0; i < BLOCK; i++) {
        w->codes[i] = low[i] >> part % 2 * 4 & 15;
        if (fifth) w->codes[i] |= (uint8_t)((fifth[i] >> part & 1) << 4);
    }
    read_six_bit_scales(block + 4, part, w);
    w->scale = half_at(block);
    w->minimum = half_at(block + 2);
}

static void read_q6_k(const uint8_t *block, int64_t part, weights *w) {
    const int64_t quarter = part % 4;
    const uint8_t *low = block + part / 4 * 64 + quarter % 2 * 32, *high = block + 128 + part / 4 * 32;
    for (int i = 0; i < BLOCK; i++) {
        w->codes[i] = (uint8_t)((low[i] >> quarter / 2 * 4 & 15) | (high[i] >> 2 * quarter & 3) << 4);
    }
    memcpy(w->scales, block + 192 + 2 * part, 2);
    w->scale = half_at(block + 208);
}

// Weights 32 b … 32 b + 31 of a row.
static void read_weights(ck_block_format format, const uint8_t *row, int64_t b, weights *w) {
    const int64_t parts = ck_block_length(format) / BLOCK, part = b % parts;
    const uint8_t *block = row + b / parts * ck_block_size(format);
    w->scale = half_at(block);
    w->minimum = half_at(block + 2);
    switch (format) {
    case CK_Q4_0: read_nibbles(block + 2, NULL, w->codes); break;
    case CK_Q4_1: read_nibbles(block + 4, NULL, w->codes); break;
    case CK_Q5_0: read_nibbles(block + 6, block + 2, w->codes); break;
    case CK_Q5_1: read_nibbles(block + 8, block + 4, w->codes); break;
    case CK_Q8_0:
        for (int i = 0; i < BLOCK; i++) w->codes[i] = block[2 + i] ^ 0x80;
        break;
    case CK_Q2_K: read_q2_k(block, part, w); break;
    case CK_Q3_K: read_q3_k(block, part, w); break;
    case CK_Q4_K: read_q4_k(block, part, block + 16, NULL, w); break;
    case CK_Q5_K: read_q4_k(block, part, block + 48, block + 16, w); break;
    case CK_Q6_K: read_q6_k(block, part, w); break;
    }
}

// Four codes of one output, the first in the low byte.
static uint32_t four_codes(const weights *w, int group) {
    uint32_t word;
    memcpy(&word, w->codes + group * 4, 4);
    return word;
}

static void write_codes(block_layout layout, const weights *w, uint8_t *block, int64_t lane) {
    uint32_t planes[2] = {0, 0};
    for (int group = 0; group < 8; group++) {
        const uint32_t codes = four_codes(w, group);
        if (layout.bits == 8) memcpy(block + group * 128 + lane * 4, &codes, 4);
        if (layout.bits == 5) planes[0] |= (codes >> 4 & 0x01010101) << group;
        if (layout.bits == 6) planes[group / 4] |= (codes >> 4 & 0x03030303) << 2 * (group % 4);
    }
    if (layout.bits == 8) return;
    for (int group = 0; group < 4; group++) {
        const uint32_t both = (four_codes(w, group) & 0x0f0f0f0f) | (four_codes(w, group + 4) & 0x0f0f0f0f) << 4;
        memcpy(block + group * 128 + lane * 4, &both, 4);
    }
    for (int64_t place = planes_place(layout), p = 0; place < scales_place(layout); place += 128, p++) {
        memcpy(block + place + lane * 4, &planes[p], 4);
    }
}

static void write_scales(block_layout layout, const weights *w, uint8_t *block, uint8_t *head, int64_t lane) {
    uint8_t *scales = block + scales_place(layout), *minima = scales + scales_size(layout);
    if (!layout.has_head) {
        memcpy(scales + lane * 2, &w->scale, 2);
        if (layout.has_minimum) memcpy(minima + lane * 2, &w->minimum, 2);
        return;
    }
    memcpy(head + lane * 2, &w->scale, 2);
    for (int half = 0; half < layout.halves; half++) scales[half * PANEL_ROWS + lane] = (uint8_t)w->scales[half];
    if (!layout.has_minimum) return;
    const uint16_t negated = w->minimum ^ 0x8000;
    memcpy(head + PANEL_ROWS * 2 + lane * 2, &negated, 2);
    for (int half = 0; half < layout.halves; half++) minima[half * PANEL_ROWS + lane] = (uint8_t)w->minima[half];
}

int64_t ck_blocks_panel_size(ck_block_format format, int64_t k) {
    return k / BLOCK * packed_block_size(layout_of(format)) + k / (BLOCK * BLOCKS_A_HEAD) * head_size(layout_of(format));
}

int64_t ck_blocks_packed_size(ck_block_format format, int64_t n, int64_t k) {
    return (n + PANEL_ROWS - 1) / PANEL_ROWS * ck_blocks_panel_size(format, k);
}

void ck_blocks_pack(ck_block_format format, const void *rows, int64_t n, int64_t k, void *packed) {
    const block_layout layout = layout_of(format);
    const int64_t row_size = k / ck_block_length(format) * ck_block_size(format);
    if (n % PANEL_ROWS != 0) {
        const int64_t last = n / PANEL_ROWS * ck_blocks_panel_size(format, k);
        memset((uint8_t *)packed + last, 0, (size_t)ck_blocks_panel_size(format, k));
    }
    for (int64_t row = 0; row < n; row++) {
        const uint8_t *from = (const uint8_t *)rows + row * row_size;
        uint8_t *panel = (uint8_t *)packed + row / PANEL_ROWS * ck_blocks_panel_size(format, k);
        for (int64_t b = 0; b < k / BLOCK; b++) {
            weights w;
            read_weights(format, from, b, &w);
            write_codes(layout, &w, panel + block_place(layout, b), row % PANEL_ROWS);
            write_scales(layout, &w, panel + block_place(layout, b), panel + head_place(layout, b), row % PANEL_ROWS);
        }
    }
}

void ck_blocks_expand(ck_block_format format, const void *row, int64_t k, float *out) {
    const block_layout layout = layout_of(format);
    for (int64_t b = 0; b < k / BLOCK; b++) {
        weights w;
        read_weights(format, row, b, &w);
        for (int i = 0; i < BLOCK; i++, out++) {
            const int half = layout.halves == 2 ? i / 16 : 0;
            const float scale = half_to_float(w.scale) * (layout.has_head ? (float)w.scales[half] : 1);
            *out = scale * (float)(w.codes[i] - layout.offset);
            if (!layout.has_minimum) continue;
            *out += half_to_float(w.minimum) * (layout.has_head ? -(float)w.minima[half] : 1);
        }
    }
}
