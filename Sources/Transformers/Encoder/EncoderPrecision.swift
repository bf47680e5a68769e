/// How exactly an encoder computes, where the processor has a choice.
public enum EncoderPrecision: Sendable {
    /// 8-bit integers where the processor multiplies them fastest (AVX-512 VNNI and BF16); elsewhere as ``bfloat16``. Cosines of
    /// MiniLM's vectors to those in f32 are above 0.995, and 0.9995 on average.
    case int8
    /// bfloat16 where the processor multiplies it, 12-bit integers on others with AVX2, else f32. Cosines of MiniLM's vectors to those
    /// in f32 are above 0.9999.
    case bfloat16
}
