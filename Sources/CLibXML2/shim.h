#include <libxml/xmlversion.h>
/* Where libxml2 is built with ICU, its encoding.h brings ICU's headers in, which clash with Foundation's own ICU.
   Without this macro only two fields of xmlCharEncodingHandler are unknown, which nobody here uses. */
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/xmlerror.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
