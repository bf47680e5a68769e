#include "dictionaries.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

cd_words *cd_words_open(void) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    return U_SUCCESS(status) ? (cd_words *)words : NULL;
}

void cd_words_close(cd_words *words) { ubrk_close((UBreakIterator *)words); }

int64_t cd_words_divide(cd_words *words, const uint8_t *text, int64_t length, int64_t *ends) {
    UBreakIterator *iterator = (UBreakIterator *)words;
    UErrorCode status = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, (const char *)text, length, &status);
    ubrk_setUText(iterator, &source, &status);
    int64_t count = 0;
    if (U_SUCCESS(status))
        for (int32_t end = ubrk_next(iterator); end != UBRK_DONE; end = ubrk_next(iterator)) ends[count++] = end;
    utext_close(&source);
    return count;
}
