#ifndef CK_SCAN_H
#define CK_SCAN_H

#include <stdint.h>

/// Quantises a vector to 8 bits: codes[i] = round(x[i] / scale), scale = max |x| / 127.
///
/// - x: [n] floats; NaN counts as 0.
/// - codes: [n], written.
/// Returns the scale; 0 for a vector of zeros, whose codes are 0.
float ck_quantize_i8(const float *_Nonnull x, int64_t n, int8_t *_Nonnull codes);

/// Dot products of one quantised query with many quantised vectors.
///
/// - codes: [count, dimension], any alignment.
/// - scales: [count].
/// - query: [dimension], with its scale.
/// - scores: [count], written: scales[i] * query_scale * sum(codes[i][j] * query[j]).
/// The integer sums are exact for dimensions up to 65,536 on every path, so that all paths give the same bits.
void ck_scan_i8(const int8_t *_Nonnull codes, const float *_Nonnull scales, int64_t count, int64_t dimension,
                const int8_t *_Nonnull query, float query_scale, float *_Nonnull scores);

/// Scalar reference of ck_scan_i8().
void ck_scan_i8_ref(const int8_t *_Nonnull codes, const float *_Nonnull scales, int64_t count, int64_t dimension,
                    const int8_t *_Nonnull query, float query_scale, float *_Nonnull scores);

/// The dot product of two vectors of n floats; sums in float, in an order that depends on the processor.
float ck_dot_f32(const float *_Nonnull a, const float *_Nonnull b, int64_t n);

/// Scalar reference of ck_dot_f32(); sums in double.
float ck_dot_f32_ref(const float *_Nonnull a, const float *_Nonnull b, int64_t n);

#endif
