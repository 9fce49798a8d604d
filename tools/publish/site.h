/* The results site: a folder of pages, one a language, and of data, all from one audited record. */
#ifndef FOLKMOOT_SITE_H
#define FOLKMOOT_SITE_H

#include "audit.h"
#include "phrases.h"
#include "turnout.h"
#include "view.h"

enum { SITE_FILE_NAME = 32, SITE_HASH_TEXT = 2 * SHA256_BYTES + 1 };

#define SITE_JSON       "results.json"
#define SITE_CSV        "results.csv"
#define SITE_PACKAGE    "datapackage.json"
#define SITE_CODES      "codes.txt"
#define SITE_CODE_LISTS "codes"           /* a folder, where the codes are too many for one list */
#define SITE_PB         "contest-%05u.pb" /* by the contest's id */
#define SITE_BALLOTS    "ballots-%05u.csv"

/* One page: the election's texts in one of its languages, and the page's own words. */
struct site_page {
	char file[SITE_FILE_NAME]; /* "index.html", "pl.html" */
	unsigned language;         /* of the election */
	const struct phrases *phrases;
};

struct site {
	const struct audit *audit;
	const struct election *election;
	struct views views;
	struct turnout turnout;
	struct site_page page[ELECTION_MAX_LANGUAGES];
	unsigned page_count;
	uint8_t has_pb[ELECTION_MAX_CONTESTS]; /* a Pabulib file was written of the contest of that index */
	struct bytes codes;                    /* codes.txt of the record */
	size_t code_count;
	unsigned code_prefix;          /* letters that name a file of codes; 0: all codes are in the pages */
	char manifest[SITE_HASH_TEXT]; /* SHA-256 of the record's manifest */
	uint64_t excluded[EXCLUDED_TAG_TWICE + 1]; /* ballots by reason */
};

struct site_request {
	const char *path;
	const char *language;              /* of index.html; NULL: the election's main one */
	const char *country, *unit, *year; /* what the Pabulib files say; NULL: contest_pb.h's own answer */
};

/* Writes the whole folder; audit holds to STEP_RESULT. An older site that this program made is replaced, anything else
 * that is there refused. Tells what went wrong. */
enum status MUST_CHECK site_publish(const struct audit *audit, const struct site_request *request);

/* May a site be put there? Told where not: STATUS_USED (something else is there), STATUS_ABSENT (no folder to put it
 * in), STATUS_STATE (it would lie in the record). site_publish asks it too; before a long audit it spares the wait. */
enum status MUST_CHECK site_place_check(const char *path, const char *record);

/* The parts of a site, without writing it. STATUS_NO_ROOM; STATUS_ABSENT (told) where the language that was asked for
 * is none of the election's. The caller calls site_finish in any case. */
enum status MUST_CHECK site_make(struct site *out, const struct audit *audit, const struct site_request *request);
void site_finish(struct site *site);

/* The files' bytes. The caller frees out with bytes_free, also after a failure. STATUS_NO_ROOM, not told. */
enum status MUST_CHECK site_json(struct bytes *out, const struct site *site);
enum status MUST_CHECK site_html(struct bytes *out, const struct site *site, const struct site_page *page);

/* 1 where a Pabulib file of the contest of that index was written. */
int site_has_pb(const struct site *site, unsigned contest);
/* Lines of codes.txt as the pages' script reads them: for each code its 25 letters, then c (counted), t (test ballot),
 * or the number of the reason why it is not counted. */
void lookup_pack(FILE *out, const char *lines, size_t len);

/* Made from assets/pages by embed_file. */
extern const char page_css[], page_js[];

#endif
