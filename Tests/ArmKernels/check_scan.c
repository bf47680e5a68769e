#include "CKernels.h"
#include "check.h"

// Sums are exact on every path.
static void scan(int64_t count, int64_t dimension) {
    const int64_t padded = ck_vector_padded(dimension);
    const uint8_t *codes = random_bytes(count * ck_vector_code_bytes(dimension) + 1, 1);
    int8_t *query = (int8_t *)random_bytes(padded, 2);
    for (int64_t i = 0; i < padded; i++) {
        // No code is -128: ck_quantize_i8() makes none.
        query[i] = i < dimension ? query[i] + (query[i] == -128) : 0;
    }
    float *reference = memory_for_floats(count), *tested = memory_for_floats(count);
    int32_t sums[8];
    for (int offset = 0; offset < 2; offset++) {
        ck_vector_scan_ref(codes + offset, count, dimension, query, sums);
        for (int64_t i = 0; i < count; i++) reference[i] = (float)sums[i];
        ON_EVERY_PATH(ck_vector_scan(codes + offset, count, dimension, query, sums);
                      for (int64_t i = 0; i < count; i++) tested[i] = (float)sums[i];
                      expect_close(tested, reference, count, 0, "scan of %d x %d", (int)count, (int)dimension))
    }
}

void check_scan(void) {
    const int64_t dimensions[] = {1, 15, 127, 128, 129, 384, 640, 1024, 1537};
    for (int i = 0; i < 9; i++) scan(5, dimensions[i]);
    scan(0, 384);
}
