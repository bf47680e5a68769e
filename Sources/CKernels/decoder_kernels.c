#include "decoder_kernels.h"

#include <math.h>
#include <string.h>

#include "half.h"
#include "processor.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// Plain C with vectors of four: the scalar path.
#define LANES 4
#define NAME(x) plain_##x
#define TARGET
#define HALVES(p) ((VEC){half_to_float((p)[0]), half_to_float((p)[1]), half_to_float((p)[2]), half_to_float((p)[3])})
#define STORE_HALVES(p, v)                                                       \
    do {                                                                         \
        const VEC value = (v);                                                   \
        for (int lane = 0; lane < 4; lane++) (p)[lane] = half_from_float(value[lane]); \
    } while (0)
#include "decoder_lanes.h"

#define TABLE(set)                                                                                                   \
    static const ck_decoder_kernels set##_kernels = {set##_rms_norm,  set##_gate_silu,       set##_gate_gelu, \
                                                     set##_cap,       set##_to_halves,       set##_round_to_halves, \
                                                     set##_attend}
TABLE(plain);

#if defined(__x86_64__)
#define LANES 16
#define NAME(x) avx512_##x
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c")))
#define HALVES(p) ((VEC)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(p))))
#define STORE_HALVES(p, v) _mm256_storeu_si256((__m256i *)(p), _mm512_cvtps_ph((__m512)(v), 0))
#include "decoder_lanes.h"
TABLE(avx512);

#define LANES 8
#define NAME(x) avx2_##x
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define HALVES(p) ((VEC)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(p))))
#define STORE_HALVES(p, v) _mm_storeu_si128((__m128i *)(p), _mm256_cvtps_ph((__m256)(v), 0))
#include "decoder_lanes.h"
TABLE(avx2);
#elif defined(__aarch64__)
#define LANES 4
#define NAME(x) neon_##x
#define TARGET
#define HALVES(p) ((VEC)vcvt_f32_f16(vld1_f16((const __fp16 *)(p))))
#define STORE_HALVES(p, v) vst1_f16((__fp16 *)(p), vcvt_f16_f32((float32x4_t)(v)))
#include "decoder_lanes.h"
TABLE(neon);
#endif

const ck_decoder_kernels *ck_decoder_kernels_best(void) {
    const uint32_t features = ck_cpu_features();
    (void)features;
#if defined(__x86_64__)
    if (features & CK_AVX512) return &avx512_kernels;
    if (features & CK_AVX2) return &avx2_kernels;
#elif defined(__aarch64__)
    if (features & CK_NEON) return &neon_kernels;
#endif
    return &plain_kernels;
}
