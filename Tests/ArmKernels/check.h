#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>

// What the checks of kernels share. Memory is never given back: the program is short.

/// Memory of `count` numbers, 64-byte aligned, with a guard behind it that expect_close() looks at.
float *memory_for_floats(int64_t count);

/// Numbers from -1 to 1, the same on every run.
float *random_floats(int64_t count, uint64_t seed);

/// Bytes of every value, the same on every run; 64-byte aligned.
uint8_t *random_bytes(int64_t count, uint64_t seed);

/// Calls `check` once with the features of each vector path of this processor in effect.
#define ON_EVERY_PATH(check)                       \
    for (int path = 0; begin_path(path); path++) { \
        check;                                     \
        end_path();                                \
    }

/// Limits the kernels to the features of a path; 0 where there are no more paths.
int begin_path(int path);

/// Takes the limit away.
void end_path(void);

/// Counts a comparison, and a failure where one of `count` numbers differs from its reference by more than `tolerance` (times
/// the reference, where that is more than one), or where the guard behind `tested` was written to. The rest says of what, as
/// for printf().
__attribute__((format(printf, 5, 6))) void expect_close(const float *tested, const float *reference, int64_t count,
                                                        float tolerance, const char *what, ...);

void check_decoder(void);
void check_dense(void);
void check_quantized(void);
void check_scan(void);
void check_threads(void);

#endif
