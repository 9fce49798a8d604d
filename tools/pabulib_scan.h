/* Looking for delimiters many bytes at a time, where the processor can. */
#ifndef FOLKMOOT_PABULIB_SCAN_H
#define FOLKMOOT_PABULIB_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A byte after which an unquoted field may end. */
static inline int scan_is_stop(char c)
{
	return c == ';' || c == '\n' || c == '\r' || c == '\0';
}

/* The first of ';', line feed, carriage return and NUL from at on; there is one. Up to sixteen_end, sixteen bytes can
 * be read at once. */
static inline char *scan_stop(char *at, const char *sixteen_end)
{
#ifdef __SSE2__
	while (at <= sixteen_end) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
		__m128i ends = _mm_or_si128(
		    _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(';')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))),
		    _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')),
		                 _mm_cmpeq_epi8(bytes, _mm_setzero_si128())));
		unsigned where = (unsigned)_mm_movemask_epi8(ends);

		if (where)
			return at + __builtin_ctz(where);
		at += 16;
	}
#else
	(void)sixteen_end;
#endif
	while (!scan_is_stop(*at))
		at++;
	return at;
}

/* How many bytes from at on, of up to len, are ASCII and none of them NUL, in whole blocks of sixteen; counts the line
 * feeds and commas among them. */
static inline size_t scan_plain(const char *at, size_t len, size_t *lines, size_t *commas)
{
	size_t done = 0;
#ifdef __SSE2__
	const __m128i zero = _mm_setzero_si128();
	__m128i line_sum = zero, comma_sum = zero;
	uint64_t sums[2];

	while (len - done >= 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + done));

		if (_mm_movemask_epi8(_mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, zero))))
			break;
		/* A comparison's 255s count as one each once they are taken from zero. */
		line_sum = _mm_add_epi64(
		    line_sum, _mm_sad_epu8(_mm_sub_epi8(zero, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))), zero));
		comma_sum = _mm_add_epi64(
		    comma_sum, _mm_sad_epu8(_mm_sub_epi8(zero, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(','))), zero));
		done += 16;
	}
	_mm_storeu_si128((__m128i *)(void *)sums, line_sum);
	*lines += sums[0] + sums[1];
	_mm_storeu_si128((__m128i *)(void *)sums, comma_sum);
	*commas += sums[0] + sums[1];
#else
	(void)at;
	(void)len;
	(void)lines;
	(void)commas;
#endif
	return done;
}

#endif
