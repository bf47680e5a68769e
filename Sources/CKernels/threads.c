#include "threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ volatile("yield")
#else
#define RELAX() (void)0
#endif

// How often a thread looks before it gives its processor away (between two steps of a run) or goes to sleep (between runs).
enum { SPINS_BEFORE_YIELD = 4000, SPINS_BEFORE_SLEEP = 20000 };

// Brief runs that are judged together, the part of their time that may be spent waiting, and how many runs the caller does
// alone when it was more.
enum { JUDGED_RUNS = 4, LEAST_RUNS_ALONE = 8, MOST_RUNS_ALONE = 1024 };
static const double patience = 0.3;

typedef void (*task_function)(void *context, int thread, int threads);

typedef struct {
    struct ck_pool *pool;
    int index;
    pthread_t thread;
} worker;

// What brief runs remember of each other.
typedef struct {
    int judged, left_alone, next_alone;
    int64_t time;  // nanoseconds of the runs judged so far
} brief_runs;

struct ck_pool {
    int threads, active;  // of the pool; of this run
    brief_runs brief;
    worker *workers;
    task_function task;
    void *context;
    bool ends;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    _Alignas(64) _Atomic uint32_t run;
    _Alignas(64) _Atomic int unfinished;
    _Alignas(64) _Atomic int arrived;
    _Alignas(64) _Atomic uint32_t phase;
    _Atomic int64_t stalled;  // nanoseconds that threads waited beyond their spins
};

static void *work(void *argument) {
    const worker *self = argument;
    struct ck_pool *pool = self->pool;
    uint32_t seen = 0;
    for (;;) {
        for (int i = 0; i < SPINS_BEFORE_SLEEP && atomic_load_explicit(&pool->run, memory_order_acquire) == seen; i++) RELAX();
        if (atomic_load_explicit(&pool->run, memory_order_acquire) == seen) {
            pthread_mutex_lock(&pool->mutex);
            while (atomic_load_explicit(&pool->run, memory_order_acquire) == seen) {
                pthread_cond_wait(&pool->wake, &pool->mutex);
            }
            pthread_mutex_unlock(&pool->mutex);
        }
        seen = atomic_load_explicit(&pool->run, memory_order_acquire);
        if (pool->ends) return NULL;
        pool->task(pool->context, self->index, pool->active);
        atomic_fetch_sub_explicit(&pool->unfinished, 1, memory_order_release);
    }
}

static void announce(struct ck_pool *pool) {
    pthread_mutex_lock(&pool->mutex);
    atomic_fetch_add_explicit(&pool->run, 1, memory_order_release);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->mutex);
}

ck_pool *ck_pool_create(int threads) {
    if (threads < 1) threads = 1;
    struct ck_pool *pool = NULL;
    if (posix_memalign((void **)&pool, 64, sizeof *pool) != 0) return NULL;
    *pool = (struct ck_pool){.threads = 1};
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pool->workers = calloc((size_t)threads, sizeof(worker));
    if (!pool->workers) {
        ck_pool_destroy(pool);
        return NULL;
    }
    for (int i = 1; i < threads; i++) {
        pool->workers[i] = (worker){.pool = pool, .index = i};
        if (pthread_create(&pool->workers[i].thread, NULL, work, &pool->workers[i]) != 0) break;
        pool->threads = i + 1;
    }
    return pool;
}

void ck_pool_destroy(ck_pool *pool) {
    if (!pool) return;
    pool->ends = true;
    announce(pool);
    for (int i = 1; i < pool->threads; i++) pthread_join(pool->workers[i].thread, NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->workers);
    free(pool);
}

int ck_pool_threads(const ck_pool *pool) { return pool->threads; }

static int64_t nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

// One thread's wait for others: it spins, then gives its processor away and counts the time.
typedef struct {
    int spins;
    int64_t since;
} wait;

static void wait_turn(wait *w) {
    if (w->spins++ < SPINS_BEFORE_YIELD) {
        RELAX();
        return;
    }
    if (!w->since) w->since = nanoseconds();
    sched_yield();
}

static void end_wait(struct ck_pool *pool, const wait *w) {
    if (w->since) atomic_fetch_add_explicit(&pool->stalled, nanoseconds() - w->since, memory_order_relaxed);
}

void ck_pool_run(ck_pool *pool, task_function task, void *context) {
    pool->task = task;
    pool->context = context;
    pool->active = pool->threads;
    if (pool->threads > 1) {
        atomic_store_explicit(&pool->unfinished, pool->threads - 1, memory_order_relaxed);
        announce(pool);
    }
    task(context, 0, pool->threads);
    wait w = {0};
    while (pool->threads > 1 && atomic_load_explicit(&pool->unfinished, memory_order_acquire) > 0) wait_turn(&w);
    end_wait(pool, &w);
}

void ck_pool_run_briefly(ck_pool *pool, task_function task, void *context) {
    brief_runs *brief = &pool->brief;
    if (brief->left_alone > 0) {
        brief->left_alone--;
        pool->active = 1;
        task(context, 0, 1);
        return;
    }
    if (brief->judged == 0) atomic_store_explicit(&pool->stalled, 0, memory_order_relaxed);
    const int64_t start = nanoseconds();
    ck_pool_run(pool, task, context);
    brief->time += nanoseconds() - start;
    if (++brief->judged < JUDGED_RUNS) return;
    if ((double)atomic_load_explicit(&pool->stalled, memory_order_relaxed) > patience * (double)brief->time) {
        if (brief->next_alone < LEAST_RUNS_ALONE) brief->next_alone = LEAST_RUNS_ALONE;
        brief->left_alone = brief->next_alone;
        brief->next_alone = brief->next_alone * 2 < MOST_RUNS_ALONE ? brief->next_alone * 2 : MOST_RUNS_ALONE;
    } else {
        brief->next_alone = LEAST_RUNS_ALONE;
    }
    brief->judged = 0;
    brief->time = 0;
}

void ck_pool_barrier(ck_pool *pool) {
    if (pool->active == 1) return;
    const uint32_t phase = atomic_load_explicit(&pool->phase, memory_order_relaxed);
    if (atomic_fetch_add_explicit(&pool->arrived, 1, memory_order_acq_rel) == pool->active - 1) {
        atomic_store_explicit(&pool->arrived, 0, memory_order_relaxed);
        atomic_store_explicit(&pool->phase, phase + 1, memory_order_release);
        return;
    }
    wait w = {0};
    while (atomic_load_explicit(&pool->phase, memory_order_acquire) == phase) wait_turn(&w);
    end_wait(pool, &w);
}
