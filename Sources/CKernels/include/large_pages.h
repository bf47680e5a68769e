#ifndef CK_LARGE_PAGES_H
#define CK_LARGE_PAGES_H

#include <stdint.h>

/// Bytes of a large page, at whose multiples memory that is to have such pages should begin.
#define CK_LARGE_PAGE_BYTES (2 << 20)
/// Bytes from which on large pages are worth it.
#define CK_LARGE_PAGES_LEAST (8 << 20)

/// Asks the system for large pages for memory that begins at a page of the system's, where it has them and the memory is large
/// enough; without an answer, since memory is as good but for its speed. What is read from end to end, such as weights, is read a
/// fifth faster where the processor need not look up a page every 4 KiB, and memory that is new is there sooner.
void ck_request_large_pages(const void *_Nonnull memory, int64_t count);

#endif
