#include "postings.h"

#include <math.h>

// Reads the posting at *at and moves *at behind it. Returns its slot, or -1 where the bytes are damaged.
//
// slot: that of the posting before, -1 for none.
static inline int64_t next(const uint8_t *bytes, int64_t size, int64_t *at, int64_t slot, int *frequency) {
    uint32_t number = bytes[(*at)++];
    if (number & 0x80) {
        number &= 0x7F;
        int shift = 7;
        uint8_t byte;
        do {
            if (*at == size || shift > 14) return -1;
            byte = bytes[(*at)++];
            number |= (uint32_t)(byte & 0x7F) << shift;
            shift += 7;
        } while (byte & 0x80);
    }
    *frequency = 1;
    if (number & 1) {
        if (*at == size || bytes[*at] < 2) return -1;
        *frequency = bytes[(*at)++];
    }
    slot += 1 + (number >> 1);
    return slot < CK_POSTINGS_SLOTS ? slot : -1;
}

int64_t ck_postings_unpack(const uint8_t *bytes, int64_t size, int64_t room, uint16_t *slots, uint8_t *frequencies) {
    int64_t at = 0, slot = -1, count = 0;
    int frequency;
    while (at < size) {
        slot = next(bytes, size, &at, slot, &frequency);
        if (slot < 0 || count == room) return -1;
        slots[count] = (uint16_t)slot;
        frequencies[count++] = (uint8_t)frequency;
    }
    return count;
}

int64_t ck_postings_pack(const uint16_t *slots, const uint8_t *frequencies, int64_t count, int64_t first, uint8_t *bytes) {
    int64_t at = 0;
    for (int64_t i = 0; i < count; i++) {
        uint32_t number = (uint32_t)(slots[i] - first) << 1 | (frequencies[i] > 1);
        first = slots[i] + 1;
        while (number > 0x7F) {
            bytes[at++] = (uint8_t)(number | 0x80);
            number >>= 7;
        }
        bytes[at++] = (uint8_t)number;
        if (frequencies[i] > 1) bytes[at++] = frequencies[i];
    }
    return at;
}

int64_t ck_postings_count(const uint8_t *bytes, int64_t size, const float *discounts) {
    int64_t at = 0, slot = -1, count = 0;
    int frequency;
    while (at < size) {
        slot = next(bytes, size, &at, slot, &frequency);
        if (slot < 0) return -1;
        count += discounts[slot] < INFINITY;
    }
    return count;
}

int64_t ck_postings_score(const uint8_t *bytes, int64_t size, float weight, const float *discounts, float *scores) {
    int64_t at = 0, slot = -1, count = 0;
    int frequency;
    while (at < size) {
        slot = next(bytes, size, &at, slot, &frequency);
        if (slot < 0) return -1;
        const float f = (float)frequency;
        scores[slot] += weight * f / (f + discounts[slot]);
        count++;
    }
    return count;
}

int64_t ck_postings_reaching(const float *scores, float threshold, uint16_t *slots) {
    int64_t count = 0;
    for (int64_t slot = 0; slot < CK_POSTINGS_SLOTS; slot++) {
        slots[count] = (uint16_t)slot;
        count += scores[slot] >= threshold;
    }
    return count;
}
