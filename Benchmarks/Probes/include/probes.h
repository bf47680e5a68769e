#ifndef PROBES_H
#define PROBES_H

#include <stddef.h>

/// What one thread of this processor reaches at the most, each measured for about `seconds` from registers alone. 0 where there is
/// no such instruction. Add the threads' figures for the machine's.
double probe_f32(double seconds);   ///< multiply-adds of f32, operations a second (2 for each)
double probe_int8(double seconds);  ///< dot products of 8-bit integers, operations a second
double probe_bf16(double seconds);  ///< dot products of bfloat16, operations a second

/// `count` bytes that were written to, in large pages where the system has them; freed by the caller with free(). NULL where there
/// is no memory.
void *_Nullable probe_memory(size_t count);

/// Bytes a second that one thread reads from `count` bytes at `memory`, over and over.
double probe_read(const void *_Nonnull memory, size_t count, double seconds);

#endif
