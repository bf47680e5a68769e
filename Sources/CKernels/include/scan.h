#ifndef CK_SCAN_H
#define CK_SCAN_H

#include <stdint.h>

// How vectors are kept. A vector x of n numbers is divided by its length |x| and filled up with zeros to p numbers, p the
// next multiple of 128. Each number u is then two parts:
//
// - a code of 2 bits, which a search scans: the interval that u is in, of [-reach, -s), [-s, 0), [0, s) and [s, reach], where
//   s = 1 / sqrt(n) and reach is the largest |u|. Of 128 numbers, number j is in byte j % 32 from bit j / 32 * 2 on.
// - a place of 9 bits in that interval, which only the best candidates need. The upper 8 bits are a byte a number; of the
//   lowest bits of 128 numbers, that of number j is bit j / 16 of byte j % 16.

/// Numbers of a vector of n, filled up.
int64_t ck_vector_padded(int64_t n);
/// Bytes of a vector's codes: p / 4.
int64_t ck_vector_code_bytes(int64_t n);
/// Bytes of what the codes leave: the floats |x| and reach, p bytes of upper bits, p / 8 bytes of lowest bits.
int64_t ck_vector_rest_bytes(int64_t n);

/// Packs a vector.
///
/// - x: [n] finite floats whose squares have a finite sum.
/// - codes, rest: written. A vector of zeros has the length 0.
void ck_vector_pack(const float *_Nonnull x, int64_t n, uint8_t *_Nonnull codes, uint8_t *_Nonnull rest);

/// Unpacks a vector into x, [n]. A number differs from the one that was packed by at most half a 512th of its interval,
/// times |x|.
void ck_vector_unpack(const uint8_t *_Nonnull codes, const uint8_t *_Nonnull rest, int64_t n, float *_Nonnull x);

/// The dot product of a query with a packed vector of length 1; 0 for a vector of zeros.
///
/// - query: [p], zeros behind n.
float ck_vector_dot(const uint8_t *_Nonnull codes, const uint8_t *_Nonnull rest, int64_t n,
                    const float *_Nonnull query);

/// Quantises a vector to 8 bits: codes[i] = round(x[i] / scale), scale = max |x| / 127.
///
/// - x: [n] floats; NaN counts as 0.
/// - codes: [n], written.
/// Returns the scale; 0 for a vector of zeros, whose codes are 0.
float ck_quantize_i8(const float *_Nonnull x, int64_t n, int8_t *_Nonnull codes);

/// Sums over the codes of many vectors: sums[i] = sum of code[i][j] * query[j], where code is 0 to 3.
///
/// - codes: [count, p / 4], any alignment.
/// - query: [p], -127 to 127, zeros behind n.
/// - sums: [count], written.
/// The sums are exact for n up to 1,000,000 on every path.
void ck_vector_scan(const uint8_t *_Nonnull codes, int64_t count, int64_t n, const int8_t *_Nonnull query,
                    int32_t *_Nonnull sums);

/// Scalar reference of ck_vector_scan().
void ck_vector_scan_ref(const uint8_t *_Nonnull codes, int64_t count, int64_t n, const int8_t *_Nonnull query,
                        int32_t *_Nonnull sums);

/// Writes the indices of the sums that are greater than `threshold`, ascending, and returns how many there are.
int64_t ck_vector_above(const int32_t *_Nonnull sums, int64_t count, int32_t threshold, int32_t *_Nonnull indices);

#endif
