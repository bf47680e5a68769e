#ifndef CK_DENSE_H
#define CK_DENSE_H

#endif
