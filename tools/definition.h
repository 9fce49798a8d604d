/* election.json, which an organiser writes, and struct election. What may stand in it: assets/examples/README.md. */
#ifndef FOLKMOOT_DEFINITION_H
#define FOLKMOOT_DEFINITION_H

#include "election.h"

/* A picture that a project names. */
struct named_picture {
	uint8_t contest;
	uint16_t project;
	const char *file;
};

/* The files that a definition names beside itself, and, once they are read (definition_media.h), what was made of them.
 */
struct definition_media {
	struct named_picture *named; /* in the projects' order */
	unsigned named_count;
	const char *clips[ELECTION_MAX_LANGUAGES]; /* a folder for each language, or NULL */
	void **room;
	size_t room_count;
};

struct definition {
	struct election
	    *election; /* its texts point into memory; without trustees and mixers unless mixers are named */
	void *memory;
	struct definition_media media;
};

/* Reads a definition and tells every fault it has: of the JSON, of its words, and everything election_check finds. text
 * need not end in a NUL. The files it names are not read: media_load does. STATUS_OK without faults, else STATUS_RULES
 * (STATUS_NO_ROOM without memory). Whatever it answers, the caller calls definition_finish. */
enum status MUST_CHECK definition_read(struct definition *out, const char *text, size_t text_len, problem_sink *found,
                                       void *context);
void definition_finish(struct definition *definition);

/* The JSON of an election, NUL-terminated; the caller frees it. What definition_read makes of it is the same election,
 * but for trustees, pictures and clips. STATUS_NO_ROOM without memory. */
enum status MUST_CHECK definition_write(char **text, size_t *text_len, const struct election *election);

/* Decimals that a currency has: 2 for pounds, 0 for yen. 2 where the currency is not known. */
unsigned currency_digits(const char *currency);
/* An amount written as "25000" or "25000.50" in minor units, exactly. STATUS_TEXT where it is not written so,
 * STATUS_RANGE for too many decimals or too much money. */
enum status MUST_CHECK amount_from_text(uint64_t *out, const char *text, unsigned minor_digits);
enum { AMOUNT_TEXT = 48 };
void amount_to_text(char out[static AMOUNT_TEXT], uint64_t amount, unsigned minor_digits);
/* Money as people read it everywhere: "GBP 250,000", "GBP 4,250.50"; without a currency "250,000". Returns out. */
enum { MONEY_TEXT = 64 };
const char *money_text(char out[static MONEY_TEXT], const char *currency, uint64_t amount, unsigned minor_digits);

#endif
