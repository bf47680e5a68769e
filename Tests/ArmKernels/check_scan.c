#include "CKernels.h"
#include "check.h"

// Scores have the same bits on every path.
static void scan(int64_t count, int64_t dimension) {
    // No code is -128: ck_quantize_i8() makes none.
    int8_t *codes = (int8_t *)random_bytes(count * dimension + 1, 1), *query = (int8_t *)random_bytes(dimension, 2);
    for (int64_t i = 0; i <= count * dimension; i++) codes[i] += codes[i] == -128;
    for (int64_t i = 0; i < dimension; i++) query[i] += query[i] == -128;
    const float *scales = random_floats(count, 3);
    float *reference = memory_for_floats(count), *tested = memory_for_floats(count);
    for (int offset = 0; offset < 2; offset++) {
        ck_scan_i8_ref(codes + offset, scales, count, dimension, query, 0.01f, reference);
        ON_EVERY_PATH(ck_scan_i8(codes + offset, scales, count, dimension, query, 0.01f, tested);
                      expect_close(tested, reference, count, 0, "scan of %d x %d", (int)count, (int)dimension))
    }
}

static void dot(int64_t count) {
    const float *a = random_floats(count, 4), *b = random_floats(count, 5);
    float *reference = memory_for_floats(1), *tested = memory_for_floats(1);
    *reference = ck_dot_f32_ref(a, b, count);
    ON_EVERY_PATH(*tested = ck_dot_f32(a, b, count); expect_close(tested, reference, 1, 1e-4f, "dot of %d", (int)count))
}

void check_scan(void) {
    const int64_t dimensions[] = {1, 2, 15, 16, 17, 31, 63, 64, 65, 127, 384, 1024, 1537};
    for (int i = 0; i < 13; i++) {
        scan(5, dimensions[i]);
        dot(dimensions[i]);
    }
    scan(0, 384);
    dot(0);
}
