#include "CKernels.h"
#include "check.h"

enum { THREADS = 3, ROUNDS = 200 };

// Every thread adds one after the others: what it reads is right only where the barrier holds.
typedef struct {
    ck_pool *pool;
    float sums[THREADS];
} counter;

static void count(void *context, int thread, int threads) {
    counter *c = context;
    for (int turn = 0; turn < threads; turn++) {
        if (turn == thread) c->sums[thread] = 1 + c->sums[(thread + threads - 1) % threads];
        ck_pool_barrier(c->pool);
    }
}

void check_threads(void) {
    counter c = {.pool = ck_pool_create(THREADS)};
    float *tested = memory_for_floats(1);
    const float reference = THREADS * ROUNDS;
    for (int round = 0; c.pool && round < ROUNDS; round++) ck_pool_run(c.pool, count, &c);
    *tested = c.sums[THREADS - 1];
    expect_close(tested, &reference, 1, 0, "a pool of %d threads", THREADS);
    ck_pool_destroy(c.pool);
}
