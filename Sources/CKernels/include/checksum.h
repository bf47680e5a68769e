#ifndef CK_CHECKSUM_H
#define CK_CHECKSUM_H

#include <stdint.h>

/// A number that changes with any byte of memory and with the order of its 64-bit words (Fletcher, 1982, in eight lanes), as fast
/// as memory is read. It guards against accidents, not against intent.
///
/// - bytes: [count], any alignment.
uint64_t ck_checksum(const void *_Nonnull bytes, int64_t count);

#endif
