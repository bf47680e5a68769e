#include "checksum.h"

#include <string.h>

enum { LANES = 8 };

typedef uint64_t lanes __attribute__((vector_size(LANES * 8)));

uint64_t ck_checksum(const void *bytes, int64_t count) {
    const char *place = bytes;
    lanes sums = {0}, sums_of_sums = {0}, words;
    for (; count >= (int64_t)sizeof words; place += sizeof words, count -= (int64_t)sizeof words) {
        memcpy(&words, place, sizeof words);
        sums += words;
        sums_of_sums += sums;
    }
    words = (lanes){0};
    if (count > 0) memcpy(&words, place, (size_t)count);
    sums += words;
    sums_of_sums += sums;
    uint64_t result = 0;
    for (int i = 0; i < LANES; i++) {
        result = (result ^ sums[i]) * 0x9E3779B97F4A7C15u;
        result = (result ^ result >> 29 ^ sums_of_sums[i]) * 0xD6E8FEB86659FD93u;
    }
    return result ^ result >> 32;
}
