#include "large_pages.h"

#include <stddef.h>
#include <sys/mman.h>

void ck_request_large_pages(const void *memory, int64_t count) {
    if (count < CK_LARGE_PAGES_LEAST) return;
#ifdef MADV_HUGEPAGE
    (void)madvise((void *)memory, (size_t)count, MADV_HUGEPAGE);
#else
    (void)memory;
#endif
}
