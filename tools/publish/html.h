/* Text from anywhere into HTML and JSON, so that it stays text: names of projects come from outside. */
#ifndef FOLKMOOT_HTML_H
#define FOLKMOOT_HTML_H

#include <stddef.h>
#include <stdio.h>

/* As the content of an element or of a quoted attribute. What is no clean UTF-8, and control characters but newline and
 * tab, become U+FFFD; what would turn the direction of the text after it (U+202A to U+202E, U+2066 to U+2069) and
 * U+FEFF are left out. */
void html_text(FILE *out, const char *text);
/* The same for len bytes. */
void html_bytes(FILE *out, const char *text, size_t len);
/* The same bytes without the escapes of HTML, for JSON. The caller frees it; NULL without memory. */
char *plain_text(const char *text);
#endif
