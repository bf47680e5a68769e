// Block products for one vector width. Included by quantized.c once for each instruction set, with
//   LANES                  outputs a vector
//   NAME(x), TARGET        the function's name and its target attribute
//   HALVES(p)              LANES f16 numbers as f32
//   ROUND_TO_HALF(x)       the f16 number that is nearest to x, as f32
//   DOT_4(sum, codes, x)   sum + four products a lane, unsigned codes below 16 by signed bytes
//   DOT_8(sum, codes, x)   the same with codes up to 255
// and takes these names away again.

typedef float NAME(vec) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef int32_t NAME(ivec) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef uint8_t NAME(bytes) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef int8_t NAME(signed_bytes) __attribute__((vector_size(LANES)));
#define VEC NAME(vec)
#define IVEC NAME(ivec)
#define BYTES NAME(bytes)
#define UNROLL _Pragma("clang loop unroll(full)")
#define MOST_VECTORS (ROWS / LANES)

TARGET static inline __attribute__((always_inline)) void NAME(quantize_one)(const float *x, ck_block_tile *tile, int row) {
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
    IVEC sums = {};
    UNROLL for (int i = 0; i < BLOCK; i += LANES) {
        const VEC shifted = *(const VEC *)(x + i) * inverse + 12582912.0f;
        const IVEC codes = (IVEC)shifted - 0x4b400000;
        const NAME(signed_bytes) bytes = __builtin_convertvector(codes, NAME(signed_bytes));
        UNROLL for (int g = 0; g < LANES / 4; g++) memcpy(tile->codes[i / 4 + g][row], (const int8_t *)&bytes + g * 4, 4);
        sums += codes;
    }
    finish_block(tile, row, ROUND_TO_HALF(peak / 127.0f), __builtin_reduce_add(sums));
}

TARGET static void NAME(quantize_row)(const float *x, int64_t blocks, ck_block_tile *tiles, int row) {
    for (int64_t b = 0; b < blocks; b++) NAME(quantize_one)(x + b * BLOCK, tiles + b, row);
}

// `rows` x `vectors * LANES` outputs of a panel, from output `first` on; `rows`, `vectors` and `format` are constants after
// inlining, so that sums stay in registers. One row takes all 32 outputs at once and reads the weights in one stream.
TARGET static inline __attribute__((always_inline)) void NAME(tile)(const ck_block_format format, const int rows,
                                                                   const int vectors, const uint8_t *block, int first,
                                                                   int64_t blocks, const ck_block_tile *tile, float *out) {
    const int64_t size = packed_block_size(format), codes_size = code_bytes(format);
    VEC sums[6][MOST_VECTORS];
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = (VEC){};
    for (int64_t b = 0; b < blocks; b++, block += size, tile++) {
        if (rows == 1) {
            UNROLL for (int64_t line = 0; line < size; line += 64) __builtin_prefetch(block + BLOCKS_AHEAD * size + line, 0, 2);
        } else {
            __builtin_prefetch(block + BLOCKS_AHEAD * size + first * 4);
        }
        IVEC dots[6][MOST_VECTORS];
        UNROLL for (int r = 0; r < rows; r++) {
            const int32_t start = -code_offset(format) * tile->sum[r];
            UNROLL for (int v = 0; v < vectors; v++) dots[r][v] = (IVEC){} + start;
        }
        UNROLL for (int g = 0; g < 4; g++) {
            BYTES low[MOST_VECTORS], high[MOST_VECTORS];
            UNROLL for (int v = 0; v < vectors; v++) {
                const uint8_t *codes = block + g * 128 + first * 4 + v * LANES * 4;
                if (format == CK_Q8_0) {
                    low[v] = *(const BYTES *)codes;
                    high[v] = *(const BYTES *)(codes + 512);
                } else {
                    const BYTES both = *(const BYTES *)codes;
                    low[v] = both & 15;
                    high[v] = both >> 4;
                }
            }
            UNROLL for (int r = 0; r < rows; r++) {
                int32_t four, other_four;
                memcpy(&four, tile->codes[g][r], 4);
                memcpy(&other_four, tile->codes[g + 4][r], 4);
                const IVEC x0 = (IVEC){} + four, x1 = (IVEC){} + other_four;
                UNROLL for (int v = 0; v < vectors; v++) {
                    if (format == CK_Q8_0) {
                        dots[r][v] = DOT_8(dots[r][v], low[v], x0);
                        dots[r][v] = DOT_8(dots[r][v], high[v], x1);
                    } else {
                        dots[r][v] = DOT_4(dots[r][v], low[v], x0);
                        dots[r][v] = DOT_4(dots[r][v], high[v], x1);
                    }
                }
            }
        }
        UNROLL for (int v = 0; v < vectors; v++) {
            const uint8_t *scales = block + codes_size + first * 2 + v * LANES * 2;
            const VEC scale = HALVES(scales);
            UNROLL for (int r = 0; r < rows; r++) {
                sums[r][v] += __builtin_convertvector(dots[r][v], VEC) * (scale * tile->scale[r]);
            }
            if (format == CK_Q4_1) {
                const VEC minimum = HALVES(scales + 64);
                UNROLL for (int r = 0; r < rows; r++) sums[r][v] += minimum * tile->scaled_sum[r];
            }
        }
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++) *(VEC *)(out + r * ROWS + first + v * LANES) = sums[r][v];
}

TARGET static inline __attribute__((always_inline)) void NAME(panel)(const ck_block_format format, const uint8_t *panel,
                                                                    int64_t blocks, const ck_block_tile *tiles,
                                                                    int64_t m, float *out) {
    for (int64_t row = 0; row < m; row += 6, tiles += blocks) {
        float *to = out + row * ROWS;
        if (m - row == 1) {
            NAME(tile)(format, 1, ROWS / LANES, panel, 0, blocks, tiles, to);
            return;
        }
        for (int first = 0; first < ROWS; first += 2 * LANES) {
            switch (m - row) {
            case 2: NAME(tile)(format, 2, 2, panel, first, blocks, tiles, to); break;
            case 3: NAME(tile)(format, 3, 2, panel, first, blocks, tiles, to); break;
            case 4: NAME(tile)(format, 4, 2, panel, first, blocks, tiles, to); break;
            case 5: NAME(tile)(format, 5, 2, panel, first, blocks, tiles, to); break;
            default: NAME(tile)(format, 6, 2, panel, first, blocks, tiles, to);
            }
        }
    }
}

TARGET static void NAME(multiply)(ck_block_format format, const void *panel, int64_t k, const ck_block_tile *tiles,
                                  int64_t m, float *out) {
    switch (format) {
    case CK_Q4_0: NAME(panel)(CK_Q4_0, panel, k / BLOCK, tiles, m, out); break;
    case CK_Q4_1: NAME(panel)(CK_Q4_1, panel, k / BLOCK, tiles, m, out); break;
    case CK_Q8_0: NAME(panel)(CK_Q8_0, panel, k / BLOCK, tiles, m, out); break;
    }
}

#undef LANES
#undef NAME
#undef TARGET
#undef HALVES
#undef ROUND_TO_HALF
#undef DOT_4
#undef DOT_8
#undef VEC
#undef IVEC
#undef BYTES
#undef UNROLL
#undef MOST_VECTORS
