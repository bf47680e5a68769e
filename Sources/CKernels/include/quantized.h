#ifndef CK_QUANTIZED_H
#define CK_QUANTIZED_H

#endif
