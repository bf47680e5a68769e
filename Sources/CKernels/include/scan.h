#ifndef CK_SCAN_H
#define CK_SCAN_H

#endif
