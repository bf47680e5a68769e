#include <string.h>

#include "CKernels.h"
#include "check.h"

static void layer(ck_dense_format format, int64_t m, int64_t k, int64_t n) {
    const float *x = random_floats(m * k, 1), *weights = random_floats(n * k, 2), *biases[] = {random_floats(n, 3), NULL};
    float *packed = memory_for_floats(ck_dense_packed_size(format, n, k) / 4);
    ck_dense_pack(format, weights, n, k, packed);
    for (int i = 0; i < 2; i++) {
        float *reference = memory_for_floats(m * n), *tested = memory_for_floats(m * n);
        ck_dense_ref(format, x, m, k, packed, n, biases[i], reference);
        ON_EVERY_PATH(ck_dense(format, x, m, k, packed, n, biases[i], tested, NULL);
                      expect_close(tested, reference, m * n, 1e-4f, "dense %d, %d x %d x %d", (int)format, (int)m, (int)k, (int)n))
    }
}

static void layer_norm(int64_t m, int64_t n) {
    const float *x = random_floats(m * n, 4), *y = random_floats(m * n, 5), *residuals[] = {x, NULL};
    const float *gamma = random_floats(n, 6), *beta = random_floats(n, 7);
    for (int i = 0; i < 2; i++) {
        float *reference = memory_for_floats(m * n), *tested = memory_for_floats(m * n);
        memcpy(reference, y, (size_t)(m * n) * 4);
        ck_add_layer_norm_ref(reference, residuals[i], m, n, gamma, beta, 1e-12f);
        ON_EVERY_PATH(memcpy(tested, y, (size_t)(m * n) * 4);
                      ck_add_layer_norm(tested, residuals[i], m, n, gamma, beta, 1e-12f);
                      expect_close(tested, reference, m * n, 1e-5f, "layer norm of %d", (int)n))
    }
}

static void gelu(int64_t count) {
    float *reference = random_floats(count, 8), *tested = memory_for_floats(count);
    for (int64_t i = 0; i < count; i++) reference[i] *= 8;
    const float *x = memcpy(memory_for_floats(count), reference, (size_t)count * 4);
    ck_gelu_ref(reference, count);
    ON_EVERY_PATH(memcpy(tested, x, (size_t)count * 4); ck_gelu(tested, count);
                  expect_close(tested, reference, count, 2e-6f, "GELU of %d", (int)count))
}

static void attention(int64_t tokens, int64_t heads, int64_t size) {
    const int64_t inputs = tokens * 3 * heads * size, outputs = tokens * heads * size;
    float *qkv = random_floats(inputs, (uint64_t)tokens), *reference = memory_for_floats(outputs);
    // Large enough that some weights are nearly one and others nearly zero.
    for (int64_t i = 0; i < inputs; i++) qkv[i] *= 3;
    float *tested = memory_for_floats(outputs), *scratch = memory_for_floats(ck_attention_scratch(tokens, size));
    ck_attention_ref(qkv, tokens, heads, size, reference, scratch);
    ON_EVERY_PATH(ck_attention(qkv, tokens, heads, size, tested, scratch);
                  expect_close(tested, reference, outputs, 2e-5f, "attention of %d tokens, %d heads of %d", (int)tokens,
                               (int)heads, (int)size))
}

void check_dense(void) {
    const int64_t shapes[][3] = {{1, 2, 1}, {1, 384, 1152}, {2, 16, 31}, {3, 64, 32}, {5, 384, 33}, {6, 34, 48}, {13, 100, 65}};
    const ck_dense_format formats[] = {CK_DENSE_F32, CK_DENSE_WIDENED_F16, CK_DENSE_WIDENED_BF16};
    for (int i = 0; i < 3 * 7; i++) layer(formats[i / 7], shapes[i % 7][0], shapes[i % 7][1], shapes[i % 7][2]);
    const int64_t sizes[] = {16, 17, 48, 384};
    for (int i = 0; i < 4; i++) layer_norm(5, sizes[i]);
    for (int64_t count = 1; count < 40; count++) gelu(count);
    const int64_t tokens[] = {1, 2, 15, 16, 17, 33, 129};
    for (int i = 0; i < 7; i++) {
        attention(tokens[i], 1, 16);
        attention(tokens[i], 3, 32);
        attention(tokens[i], 1, 128);
    }
}
