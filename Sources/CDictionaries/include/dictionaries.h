// Words of scripts that have no spaces between them, told by ICU's dictionaries.
//
// ICU is not called from Swift: its headers rename its functions by their version with macros, and declare the types of Foundation's own
// ICU once more.
#ifndef DICTIONARIES_H
#define DICTIONARIES_H

#include <stdint.h>

/// An iterator over words; one thread at a time uses it.
typedef struct cd_words cd_words;

/// A new iterator, ended by cd_words_close; NULL where there is no memory or ICU has no data.
cd_words *_Nullable cd_words_open(void);

/// Ends an iterator.
void cd_words_close(cd_words *_Nonnull words);

/// Writes where the words of `length` bytes of UTF-8 end, which are at most as many, ascending; returns how many there are, 0 for failure.
int64_t cd_words_divide(
    cd_words *_Nonnull words, const uint8_t *_Nonnull text, int64_t length, int64_t *_Nonnull ends);

#endif
