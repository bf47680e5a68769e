#ifndef CK_POSTINGS_H
#define CK_POSTINGS_H

#include <stdint.h>

// How the chunks of a block that have a word are kept: for each, ascending, its slot in the block and how often it has the
// word. A posting is the number 2 * gap + more, seven bits a byte, lowest first, the eighth bit set on all but the last byte;
// gap is how many slots lie between the posting before and this one. Where more is 1, a byte with the frequency follows, 2 to
// 255; otherwise it is 1.

/// The most slots of a block.
enum { CK_POSTINGS_SLOTS = 16384 };

/// Unpacks postings.
///
/// - bytes: [size].
/// - slots, frequencies: [room], written.
/// Returns how many there are; -1 where the bytes are damaged, or where there are more than there is room for.
int64_t ck_postings_unpack(const uint8_t *_Nonnull bytes, int64_t size, int64_t room, uint16_t *_Nonnull slots,
                           uint8_t *_Nonnull frequencies);

/// Packs postings.
///
/// - slots: [count], ascending, each once, from `first` to CK_POSTINGS_SLOTS - 1; `first` is the slot behind the posting that
///   they are to follow, 0 for none.
/// - frequencies: [count], 1 to 255.
/// - bytes: [4 * count], written.
/// Returns how many bytes were written.
int64_t ck_postings_pack(const uint16_t *_Nonnull slots, const uint8_t *_Nonnull frequencies, int64_t count, int64_t first,
                         uint8_t *_Nonnull bytes);

/// Counts the postings of slots whose discount is finite. Returns -1 where the bytes are damaged.
///
/// - discounts: [CK_POSTINGS_SLOTS].
int64_t ck_postings_count(const uint8_t *_Nonnull bytes, int64_t size, const float *_Nonnull discounts);

/// Adds weight * f / (f + discounts[slot]) to scores[slot] for each posting of frequency f. Returns the number of postings;
/// -1 where the bytes are damaged, whose beginning may have been added.
///
/// - discounts: [CK_POSTINGS_SLOTS]; infinity for a slot that gets nothing.
/// - scores: [CK_POSTINGS_SLOTS].
int64_t ck_postings_score(const uint8_t *_Nonnull bytes, int64_t size, float weight, const float *_Nonnull discounts,
                          float *_Nonnull scores);

/// Writes the slots whose score is at least `threshold`, ascending, and returns how many there are.
///
/// - scores: [CK_POSTINGS_SLOTS].
/// - slots: [CK_POSTINGS_SLOTS], written.
int64_t ck_postings_reaching(const float *_Nonnull scores, float threshold, uint16_t *_Nonnull slots);

#endif
