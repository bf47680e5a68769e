// Takes away the names that lanes.h and its includer made.

#undef VEC
#undef IVEC
#undef INLINE
#undef UNROLL
#undef LANES
#undef NAME
#undef TARGET
