#ifndef CK_FEATURES_H
#define CK_FEATURES_H

#endif
