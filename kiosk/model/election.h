/* An election definition: what is voted on, by which rules, under whose key. Written by an organiser as election.json;
 * carried in the signed package as the canonical bytes of FORMAT.md, which this module reads, writes and checks. Pure:
 * bytes in, structs out. */
#ifndef FOLKMOOT_ELECTION_H
#define FOLKMOOT_ELECTION_H

#include "bytes.h"
#include "sealed.h"
#include "sign.h"
#include "trustee.h"

enum {
	ELECTION_MAX_LANGUAGES = 12,
	ELECTION_MAX_CONTESTS = SEALED_MAX_CONTESTS,
	ELECTION_MAX_STYLES = 64,
	ELECTION_MAX_PROJECTS = 500, /* in one contest */
	ELECTION_MAX_CATEGORIES = 32,
	ELECTION_MIN_MIXERS = 2,
	ELECTION_MAX_MIXERS = 8,
	ELECTION_MAX_PLACES = 500,
	ELECTION_PLACE_MAX = 60, /* bytes of a place's name, as in a roster */
	ELECTION_MAX_TAGS = 200000,
	ISSUED_BYTES = 2 + 1 + HASH_BYTES, /* an issued tag in the canonical bytes */
	ELECTION_ID_MAX = 60,
	ELECTION_NAME_MAX = 160,  /* characters of a project's name or a title; other bounds are beside their fields */
	ELECTION_TEXT_MAX = 2000, /* the longest text: a project's description */
	ELECTION_MAX_POINTS = 60000, /* for one project */
	ELECTION_MAX_PICTURES = 600,
	ELECTION_PICTURE_SIDE = 1024, /* pixels, at most */
	ELECTION_MAX_CLIPS = 20000,
	CLIP_RATE = 16000,                     /* samples a second */
	CLIP_MAX_SAMPLES = 300 * CLIP_RATE,    /* of one clip: five minutes */
	CLIP_TEXT_MAX = 4 * ELECTION_TEXT_MAX, /* bytes */
	ELECTION_MAX_MEDIA = 24 * 1024 * 1024, /* bytes of all pictures and clips together */
	ELECTION_MAX_BYTES = 40 * 1024 * 1024,
};

/* The greatest amount, in minor units: 500 of them still add up within 64 bits. */
#define ELECTION_MAX_MONEY UINT64_C(1000000000000000)

/* One text in every language of the election; NULL where a translation is missing, "" where there is nothing to say.
 * The pointers lie in the bytes that were read (or in the builder's memory) and are NUL-terminated. */
struct text {
	const char *in[ELECTION_MAX_LANGUAGES];
};

/* The answers are to questions beside the vote: no money, no rule. Their contests come after all others; the title is
 * the question, the options stand as projects with an id and a name that cost nothing, and a text has none. */
enum vote_type {
	VOTE_APPROVAL,
	VOTE_KNAPSACK,
	VOTE_CHOOSE_ONE,
	VOTE_RANKED,
	VOTE_POINTS,
	VOTE_SCORE,
	VOTE_ANSWER_ONE,
	VOTE_ANSWER_SEVERAL,
	VOTE_ANSWER_TEXT,
};
enum admission { ADMISSION_OPEN, ADMISSION_ATTENDED, ADMISSION_CODE };
/* Counting rules, satisfaction, completion and ties: the words of counting.md, the same as `folkmoot tally` uses. */
enum rule { RULE_GREEDY, RULE_GREEDY_NO_SKIP, RULE_GREEDY_THRESHOLD, RULE_GREEDY_EXCLUSIVE, RULE_MES, RULE_PHRAGMEN };
enum satisfaction { SAT_COST, SAT_NUMBER, SAT_POINTS_COST, SAT_POINTS, SAT_RANK, SAT_RANK_COST, SAT_BORDA };
enum completion { COMPLETION_NONE, COMPLETION_ADD1, COMPLETION_ADD1U, COMPLETION_UTILITARIAN };
enum tie { TIE_COST_VOTES_ID, TIE_ID };

/* The word for a value ("choose-one", "greedy-no-skip", …), and back: STATUS_RANGE for an unknown word. */
const char *vote_type_word(enum vote_type type);
const char *admission_word(enum admission admission);
const char *rule_word(enum rule rule);
const char *satisfaction_word(enum satisfaction sat);
const char *completion_word(enum completion completion);
const char *tie_word(enum tie tie);
enum status MUST_CHECK vote_type_from_word(enum vote_type *out, const char *word);
enum status MUST_CHECK admission_from_word(enum admission *out, const char *word);
enum status MUST_CHECK rule_from_word(enum rule *out, const char *word);
enum status MUST_CHECK satisfaction_from_word(enum satisfaction *out, const char *word);
enum status MUST_CHECK completion_from_word(enum completion *out, const char *word);
enum status MUST_CHECK tie_from_word(enum tie *out, const char *word);

/* 1 for the contests that are questions. */
int vote_type_is_question(enum vote_type type);
struct election;
/* Which of the election's questions the contest of that index is, from 1; 0 where it is none. */
unsigned question_number(const struct election *election, unsigned index);

/* A project pack: what a resident needs to decide. */
struct project {
	const char *id;          /* the organiser's or the city's own, unique in its contest */
	uint64_t cost;           /* minor currency units */
	struct text name;        /* ELECTION_NAME_MAX characters */
	struct text summary;     /* one line, 200 */
	struct text description; /* 2,000 */
	struct text place;       /* 120 */
	struct text proposer;    /* 120 */
	struct text social;      /* social value: three sentences, 300 each */
	struct text economic;
	struct text environmental;
	struct text picture_alt; /* 300 */
	struct text contact;     /* 200 */
	uint32_t categories;     /* bit i: the election's category i */
	uint16_t district;       /* index + 1 of its district, 0 for none */
};

/* The texts of a project pack in the order of the canonical bytes, for whoever walks all of them. */
enum { PROJECT_TEXTS = 10 };
const struct text *project_text(const struct project *project, unsigned index);
struct text *project_text_of(struct project *project, unsigned index);
const char *project_text_word(unsigned index); /* "name", "summary", ... as in election.json */
unsigned project_text_max(unsigned index);     /* characters */

struct contest {
	uint16_t id; /* 1 and up, ascending */
	enum vote_type type;
	struct text title;                               /* ELECTION_NAME_MAX */
	struct text instruction;                         /* 300 */
	uint64_t budget;                                 /* minor units */
	uint32_t min_length, max_length;                 /* 0: no limit; answer-text: max_length characters */
	uint64_t min_sum_cost, max_sum_cost;             /* 0: no limit; knapsack: max_sum_cost = budget */
	uint32_t min_points, max_points, max_sum_points; /* per project, and in all */
	uint64_t min_project_score;                      /* rule greedy-threshold */
	uint8_t width;                                   /* points of 30 bytes a vote takes: ballot_width() */
	uint16_t project_count;
	struct project *projects;
};

/* A ballot style: which contests one voter gets. Style 0 where there are no districts. */
struct style {
	struct text name; /* the district's name; "" for the only style */
	uint8_t contest_count;
	uint8_t contest[ELECTION_MAX_CONTESTS]; /* indices into contests, ascending */
};

/* A picture of a project, decoded when the package was built. */
struct election_picture {
	uint8_t contest;
	uint16_t project;
	uint16_t width, height; /* pixels */
	const uint8_t *pixels;  /* RGB565, little-endian, rows from the top; in the bytes that were read */
};

/* A recorded clip: spoken in place of a text, wherever exactly these words are to be spoken in that language. */
struct election_clip {
	uint8_t language;
	const char *text;
	uint32_t samples;
	const uint8_t *sound; /* mu-law (ITU-T G.711), mono, CLIP_RATE a second; in the bytes that were read */
};

struct mixer {
	const char *name;
	struct sign_public key;
};

struct election {
	const char *id; /* a-z, 0-9, '-': at most ELECTION_ID_MAX */
	uint32_t revision;
	enum sign_kind kind;        /* practice or real */
	const char *currency;       /* ISO 4217, "GBP" */
	uint8_t minor_digits;       /* 2 for pence */
	const char *opens, *closes; /* ISO dates, "2026-05-01"; "" where not said */
	uint8_t language_count;
	const char *language[ELECTION_MAX_LANGUAGES]; /* BCP 47 tags; the first is the main one, in which nothing may be
	                                                 missing */
	struct text title;                            /* ELECTION_NAME_MAX */
	struct text organiser;                        /* 120 */
	enum admission admission;
	uint16_t idle_s, warning_s; /* 120-300 and 20-45 */
	enum rule rule;
	enum satisfaction sat;
	enum completion completion;
	uint8_t exhaustive; /* 0 or 1 */
	enum tie tie;
	uint64_t add1_step; /* minor units */
	uint8_t category_count;
	struct text category[ELECTION_MAX_CATEGORIES]; /* 60 characters */
	uint8_t contest_count;
	struct contest *contests;
	uint8_t style_count;
	struct style *styles;
	/* under whose key */
	struct point joint_key;
	struct hash transcript; /* of the trustees' transcript */
	uint8_t trustee_count, threshold;
	struct sign_public organiser_key; /* whose signature makes package, roster and loss declarations */
	uint8_t mixer_count;
	struct mixer mixer[ELECTION_MAX_MIXERS];
	/* voting codes: where each is good, and for which ballot style */
	uint16_t place_count;
	const char **places;
	uint32_t tag_count;
	const uint8_t *tags; /* ISSUED_BYTES each (issued_write), ascending by hash; not owned: in the bytes read */
	/* pictures and clips: the last part of the canonical bytes, absent where there are none (FORMAT.md) */
	uint16_t picture_count;
	struct election_picture *pictures; /* ascending by contest and project, at most one each */
	uint32_t clip_count;
	struct election_clip *clips; /* ascending by language and text */
};

/* What a voting code is good for. */
struct issued {
	uint32_t number; /* its place among the issued tags */
	uint16_t place;  /* index into places */
	uint8_t style;
};

/* A fault found in a definition: where ("contest 1, project 7"), what is wrong, what to do. Clauses, to be joined as
 * "place: what; cure". */
struct problem {
	char place[96];
	char what[200];
	char cure[160];
};

typedef void problem_sink(void *context, const struct problem *problem);

/* Reads the canonical bytes. On success *out is allocated (election_destroy), and its texts point into body, which must
 * outlive it. Refuses whatever election_write would not have written. On failure *out is NULL and problem says where.
 */
enum status MUST_CHECK election_read(struct election **out, struct problem *problem, const uint8_t *body,
                                     size_t body_len);
void election_destroy(struct election *election);
/* Writes the canonical bytes into the writer (STATUS_NO_ROOM as usual). The election must have passed election_check.
 */
enum status MUST_CHECK election_write(struct writer *writer, const struct election *election);
/* Checks everything about a definition that is not its bytes: ids, lengths, costs against budgets, languages, rules,
 * widths against a slot. Calls found for every fault (NULL: none called). Returns STATUS_OK or STATUS_RULES. A
 * definition without trustees (trustee_count 0) passes without mixers and issued tags, so that it can be checked before
 * there is a key; election_write refuses it. */
enum status MUST_CHECK election_check(const struct election *election, problem_sink *found, void *context);
/* Sets what follows from the rest: every contest's width, knapsack's max_sum_cost, choose-one's max_length. For a
 * builder, before the check. */
void election_derive(struct election *election);

/* What the package lists in place of a tag: it lies on every kiosk, and who knows a tag can make a ballot with it. */
void issued_hash(struct hash *out, const uint8_t tag[static TAG_BYTES]);
/* The tag was issued: returns 1 and sets *out; else 0. */
int election_issued(struct issued *out, const struct election *election, const uint8_t tag[static TAG_BYTES]);
/* One issued tag, as a builder puts it into tags (by itself, or by its hash), and back. */
void issued_write(uint8_t out[static ISSUED_BYTES], unsigned place, unsigned style,
                  const uint8_t tag[static TAG_BYTES]);
void issued_write_hash(uint8_t out[static ISSUED_BYTES], unsigned place, unsigned style, const struct hash *hash);
void issued_read(struct issued *out, const uint8_t bytes[static ISSUED_BYTES]);
/* Where in an issued tag's bytes its hash begins. */
enum { ISSUED_HASH = 3 };

/* The hash that names an election everywhere: of the package's body. */
void election_hash(struct hash *out, const uint8_t *body, size_t body_len);
/* Its first 64 bits in groups, to compare by eye or voice: "3f2a 91c0 7b1e d4f8". */
enum { FINGERPRINT_TEXT = 24 };
void election_fingerprint(char out[static FINGERPRINT_TEXT], const struct hash *hash);

/* The picture of a project (indices of the election), as an index into pictures; -1 where it has none. */
int election_picture_of(const struct election *election, unsigned contest, unsigned project);
/* The bytes of its pixels. */
size_t picture_bytes(const struct election_picture *picture);
/* The bytes of all pixels and samples: at most ELECTION_MAX_MEDIA. */
size_t election_media_bytes(const struct election *election);
/* The clip that speaks exactly these words (text need not end in a NUL); NULL where there is none. */
const struct election_clip *election_clip_of(const struct election *election, unsigned language, const char *text,
                                             size_t len);

/* The text in that language, or in the main one where it is missing; *fallback (may be NULL) says which happened. Never
 * NULL. */
const char *text_in(const struct text *text, unsigned language, int *fallback);
/* The sealed shape of one style. */
void election_shape(struct sealed_shape *out, const struct election *election, unsigned style);

#endif
