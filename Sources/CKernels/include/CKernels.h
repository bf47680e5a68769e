#ifndef CKERNELS_H
#define CKERNELS_H

#include "checksum.h"
#include "decoder.h"
#include "dense.h"
#include "encoder.h"
#include "encoder_int16.h"
#include "encoder_int8.h"
#include "encoder_kernels.h"
#include "large_pages.h"
#include "postings.h"
#include "processor.h"
#include "quantized.h"
#include "scan.h"
#include "threads.h"

#endif
