#ifndef CK_THREADS_H
#define CK_THREADS_H

#include <stdint.h>

/// Threads that wait for work together: the caller's and `threads` - 1 others, which sleep while there is none.
typedef struct ck_pool ck_pool;

/// Starts a pool; the caller owns it. NULL where memory or threads cannot be had.
ck_pool *_Nullable ck_pool_create(int threads);

/// Ends the threads and frees the pool. No run may be going on.
void ck_pool_destroy(ck_pool *_Nullable pool);

/// How many threads a run has.
int ck_pool_threads(const ck_pool *_Nonnull pool);

/// Calls task(context, thread, threads) on every thread of the pool and returns when all have returned. One run at a time.
void ck_pool_run(ck_pool *_Nonnull pool, void (*_Nonnull task)(void *_Nullable context, int thread, int threads),
                 void *_Nullable context);

/// The same for a run that is over in a few milliseconds, such as one token of a decoder. Where another process takes a
/// processor, its thread stops in the middle of a step for longer than a step takes, and all wait for it. When such waits
/// take more than three tenths of some runs, the next 32 runs, and each time it happens again twice as many, are the
/// caller's alone.
void ck_pool_run_briefly(ck_pool *_Nonnull pool, void (*_Nonnull task)(void *_Nullable context, int thread, int threads),
                         void *_Nullable context);

/// Waits, inside a task, until every thread of the run is here.
void ck_pool_barrier(ck_pool *_Nonnull pool);

#endif
