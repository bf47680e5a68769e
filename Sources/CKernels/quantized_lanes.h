// Block products for one vector width. Included by quantized.c once for each instruction set, with
//   LANES                  outputs a vector
//   NAME(x), TARGET        the function's name and its target attribute
//   HALVES(p)              LANES f16 numbers as f32
//   ROUND_TO_HALF(x)       the f16 number that is nearest to x, as f32
//   DOT_6(sum, codes, x)   sum + four products a lane, unsigned codes below 64 by signed bytes
//   DOT_8(sum, codes, x)   the same with codes up to 255
// and, where products of 16 bits are summed by pairs,
//   PAIRS_4(codes, x)      sums of two products, unsigned codes below 16 by signed bytes: eight of them fit 16 bits
//   WIDEN(sum, pairs)      sum + the two pairs of a lane
// and takes these names away again.

typedef float NAME(vec) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef int32_t NAME(ivec) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef uint8_t NAME(bytes) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef int8_t NAME(signed_bytes) __attribute__((vector_size(LANES)));
#define VEC NAME(vec)
#define IVEC NAME(ivec)
#define BYTES NAME(bytes)
#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE TARGET static inline __attribute__((always_inline))
#define MOST_VECTORS (PANEL_ROWS / LANES)

INLINE void NAME(quantize_one)(const float *x, ck_activation_block *block) {
// The product is rounded before the sum, on every path.
#pragma clang fp contract(off)
    VEC largest = {};
    UNROLL for (int i = 0; i < BLOCK; i += LANES) {
        const VEC v = *(const VEC *)(x + i);
        const VEC a = (VEC)((IVEC)v & 0x7fffffff);
        const IVEC more = a > largest;
        largest = (VEC)((more & (IVEC)a) | (~more & (IVEC)largest));
    }
    // Numbers that are not negative are in the order of their bits.
    const int32_t bits = __builtin_reduce_max((IVEC)largest);
    float peak;
    memcpy(&peak, &bits, 4);
    const float inverse = peak > 0 ? 127.0f / peak : 0;
    IVEC sums[2] = {};
    UNROLL for (int i = 0; i < BLOCK; i += LANES) {
        const VEC shifted = *(const VEC *)(x + i) * inverse + 12582912.0f;
        const IVEC codes = (IVEC)shifted - 0x4b400000;
        const NAME(signed_bytes) bytes = __builtin_convertvector(codes, NAME(signed_bytes));
        memcpy(block->codes + i, &bytes, LANES);
        sums[i / 16] += codes;
    }
    finish_block(block, ROUND_TO_HALF(peak / 127.0f), __builtin_reduce_add(sums[0]), __builtin_reduce_add(sums[1]));
}

TARGET static void NAME(quantize)(const float *x, int64_t blocks, ck_activation_block *quantized) {
    for (int64_t b = 0; b < blocks; b++) NAME(quantize_one)(x + b * BLOCK, quantized + b);
}

// The codes of LANES outputs for one group of inputs, 0…7. `layout` and `group` are constants after inlining, in all that
// follows.
INLINE BYTES NAME(codes)(const block_layout layout, const uint8_t *block, const int group, int first) {
    if (layout.bits == 8) return *(const BYTES *)(block + group * 128 + first * 4);
    const BYTES both = *(const BYTES *)(block + group % 4 * 128 + first * 4);
    const BYTES low = group < 4 ? both & 15 : both >> 4;
    if (layout.bits == 4) return low;
    const int plane = layout.bits == 6 ? group / 4 : 0;
    const IVEC bits = *(const IVEC *)(block + planes_place(layout) + plane * 128 + first * 4);
    // How far the group's bits have to go up to be above the low four.
    const int up = layout.bits == 6 ? 4 - 2 * (group % 4) : 4 - group;
    const IVEC mask = (IVEC){} + (layout.bits == 6 ? 0x30303030 : 0x10101010);
    return low | (BYTES)((up > 0 ? bits << up : bits >> -up) & mask);
}

// Scales or minima of LANES outputs.
INLINE VEC NAME(scales)(const block_layout layout, const uint8_t *scales, const uint8_t *factors, int half, int first) {
    if (!layout.has_head) return HALVES(scales + first * 2);
    const NAME(signed_bytes) whole = *(const NAME(signed_bytes) *)(scales + half * PANEL_ROWS + first);
    return __builtin_convertvector(whole, VEC) * HALVES(factors + first * 2);
}

#ifdef PAIRS_4
typedef int16_t NAME(pairs) __attribute__((vector_size(LANES * 4)));
#endif

// Adds the products of one block, or of a half of it, to the sums; rows of `input` are `stride` blocks apart.
INLINE void NAME(add_block)(const block_layout layout, const int half, const int rows, const int vectors, const uint8_t *block,
                            const uint8_t *head, int first, const ck_activation_block *input, int64_t stride,
                            VEC sums[6][MOST_VECTORS]) {
    IVEC dots[6][MOST_VECTORS];
    UNROLL for (int r = 0; r < rows; r++) {
        const ck_activation_block *x = input + r * stride;
        const int32_t sum = layout.halves == 2 ? x->sum[half] : x->sum[0] + x->sum[1];
        UNROLL for (int v = 0; v < vectors; v++) dots[r][v] = (IVEC){} - layout.offset * sum;
    }
    const int groups = 8 / layout.halves;
#ifdef PAIRS_4
    NAME(pairs) pairs[6][MOST_VECTORS];
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) pairs[r][v] = (NAME(pairs)){};
#endif
    UNROLL for (int i = 0; i < groups; i++) {
        // A group of the low bits, and the one that lies above it.
        const int group = layout.halves == 2 ? half * groups + i : i / 2 + i % 2 * 4;
        BYTES codes[MOST_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) codes[v] = NAME(codes)(layout, block, group, first + v * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, input[r * stride].codes + group * 4, 4);
            const IVEC x = (IVEC){} + four;
            UNROLL for (int v = 0; v < vectors; v++) {
#ifdef PAIRS_4
                if (layout.bits == 4) {
                    pairs[r][v] += PAIRS_4(codes[v], x);
                    continue;
                }
#endif
                dots[r][v] = layout.bits == 8 ? DOT_8(dots[r][v], codes[v], x) : DOT_6(dots[r][v], codes[v], x);
            }
        }
    }
#ifdef PAIRS_4
    if (layout.bits == 4) {
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int v = 0; v < vectors; v++) dots[r][v] = WIDEN(dots[r][v], pairs[r][v]);
    }
#endif
    const uint8_t *scales = block + scales_place(layout), *minima = scales + scales_size(layout);
    UNROLL for (int v = 0; v < vectors; v++) {
        const VEC scale = NAME(scales)(layout, scales, head, half, first + v * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            sums[r][v] += __builtin_convertvector(dots[r][v], VEC) * (scale * input[r * stride].scale);
        }
        if (!layout.has_minimum) continue;
        const VEC minimum = NAME(scales)(layout, minima, head + PANEL_ROWS * 2, half, first + v * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            const ck_activation_block *x = input + r * stride;
            sums[r][v] += minimum * (layout.halves == 2 ? x->scale * (float)x->sum[half] : x->scaled_sum);
        }
    }
}

// `rows` x `vectors * LANES` outputs of a panel, from output `first` on; `rows`, `vectors` and `format` are constants after
// inlining, so that sums stay in registers. One row takes all 32 outputs at once and reads the weights in one stream.
INLINE void NAME(tile)(const ck_block_format format, const int rows, const int vectors, const uint8_t *block, int first,
                       int64_t blocks, const ck_activation_block *input, float *out) {
    const block_layout layout = layout_of(format);
    const int64_t size = packed_block_size(layout);
    const uint8_t *head = block;
    VEC sums[6][MOST_VECTORS];
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = (VEC){};
    for (int64_t b = 0; b < blocks; b++, block += size, input++) {
        if (layout.has_head && b % BLOCKS_A_HEAD == 0) {
            head = block;
            block += head_size(layout);
        }
        if (rows == 1) {
            UNROLL for (int64_t line = 0; line < size; line += 64) __builtin_prefetch(block + BLOCKS_AHEAD * size + line, 0, 2);
        } else {
            __builtin_prefetch(block + BLOCKS_AHEAD * size + first * 4);
        }
        NAME(add_block)(layout, 0, rows, vectors, block, head, first, input, blocks, sums);
        if (layout.halves == 2) NAME(add_block)(layout, 1, rows, vectors, block, head, first, input, blocks, sums);
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++) *(VEC *)(out + r * PANEL_ROWS + first + v * LANES) = sums[r][v];
}

INLINE void NAME(panel)(const ck_block_format format, const uint8_t *panel, int64_t blocks, const ck_activation_block *input,
                        int64_t m, float *out) {
    for (int64_t row = 0; row < m; row += 6, input += 6 * blocks) {
        float *to = out + row * PANEL_ROWS;
        if (m - row == 1) {
            NAME(tile)(format, 1, PANEL_ROWS / LANES, panel, 0, blocks, input, to);
            return;
        }
        for (int first = 0; first < PANEL_ROWS; first += 2 * LANES) {
            switch (m - row) {
            case 2: NAME(tile)(format, 2, 2, panel, first, blocks, input, to); break;
            case 3: NAME(tile)(format, 3, 2, panel, first, blocks, input, to); break;
            case 4: NAME(tile)(format, 4, 2, panel, first, blocks, input, to); break;
            case 5: NAME(tile)(format, 5, 2, panel, first, blocks, input, to); break;
            default: NAME(tile)(format, 6, 2, panel, first, blocks, input, to);
            }
        }
    }
}

TARGET static void NAME(multiply)(ck_block_format format, const void *panel, int64_t k, const ck_activation_block *input,
                                  int64_t m, float *out) {
    switch (format) {
    case CK_Q4_0: NAME(panel)(CK_Q4_0, panel, k / BLOCK, input, m, out); break;
    case CK_Q4_1: NAME(panel)(CK_Q4_1, panel, k / BLOCK, input, m, out); break;
    case CK_Q5_0: NAME(panel)(CK_Q5_0, panel, k / BLOCK, input, m, out); break;
    case CK_Q5_1: NAME(panel)(CK_Q5_1, panel, k / BLOCK, input, m, out); break;
    case CK_Q8_0: NAME(panel)(CK_Q8_0, panel, k / BLOCK, input, m, out); break;
    case CK_Q2_K: NAME(panel)(CK_Q2_K, panel, k / BLOCK, input, m, out); break;
    case CK_Q3_K: NAME(panel)(CK_Q3_K, panel, k / BLOCK, input, m, out); break;
    case CK_Q4_K: NAME(panel)(CK_Q4_K, panel, k / BLOCK, input, m, out); break;
    case CK_Q5_K: NAME(panel)(CK_Q5_K, panel, k / BLOCK, input, m, out); break;
    case CK_Q6_K: NAME(panel)(CK_Q6_K, panel, k / BLOCK, input, m, out); break;
    }
}

#undef LANES
#undef NAME
#undef TARGET
#undef HALVES
#undef ROUND_TO_HALF
#undef DOT_6
#undef DOT_8
#undef PAIRS_4
#undef WIDEN
#undef VEC
#undef IVEC
#undef BYTES
#undef UNROLL
#undef INLINE
#undef MOST_VECTORS
