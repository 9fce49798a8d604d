/* A record recomputed from its public files alone, step by step, each step resting on the ones before. Everybody who
 * touches a record begins with this: the mixer, the trustee, whoever finishes a count, and whoever audits one. */
#ifndef FOLKMOOT_AUDIT_H
#define FOLKMOOT_AUDIT_H

#include "accept.h"
#include "factors.h"
#include "inventory.h"
#include "merge.h"
#include "mixes.h"
#include "moderation.h"
#include "result.h"

enum audit_step {
	STEP_ELECTION,   /* the organiser's signature, the definition */
	STEP_TRUSTEES,   /* the trustees' transcript, and that the election is sealed to their key */
	STEP_ROSTER,     /* the kiosks */
	STEP_EXPORTS,    /* every export by itself, and the proof in every ballot */
	STEP_CLOSING,    /* every rostered kiosk has a closing certificate or a signed loss declaration */
	STEP_MERGE,      /* which ballots count; the draw where one was needed */
	STEP_MIXES,      /* each mix */
	STEP_DECRYPTION, /* each trustee's factors */
	STEP_VOTES,      /* every opened vote, and the published file of them */
	STEP_RESULT,     /* votes per project, the rule, the published files, the manifest */
	STEP_COUNT,
};

enum step_state { STEP_OPEN, STEP_HOLDS, STEP_BROKEN, STEP_MISSING };

struct step_verdict {
	enum step_state state;       /* STEP_OPEN: not looked at; STEP_MISSING: not done yet (incomplete, not wrong) */
	char file[PATH_ROOM];        /* of the first fault; "" */
	char reason[FAULT_SENTENCE]; /* of the first fault, or what is missing; "" */
};

struct audit;

/* What is audited, how far, and by whose key. */
struct audit_request {
	const char *path;
	enum audit_step last;
	const struct sign_public *organiser; /* NULL: the record's own organiser.pub is believed */
	/* Called after each step; NULL: nobody is told. */
	void (*passed)(const void *context, const struct audit *audit, enum audit_step step);
	const void *context;
};

enum { EXCEPTION_TEXT = 640 };

struct audit {
	char path[PATH_ROOM];
	struct inventory inventory;
	enum audit_step now, last;         /* the step that is looked at, and the last one wanted */
	const struct sign_public *trusted; /* the organiser's key that was given, or NULL */
	struct sign_public given;          /* what trusted points to */
	struct sign_public organiser;      /* the record's */
	int organiser_known;               /* organiser was read */
	struct bytes organiser_file, manifest_file;
	char **export_path, **loss_path;
	size_t export_count, loss_count;
	struct bytes transcript; /* the trustees' */
	struct trustees trustees;
	struct accepted accepted;
	struct merged merged;
	struct factors draw;
	struct mixes mixes;
	struct lists lists;           /* what is decrypted */
	struct moderation moderation; /* of texts; not decided where there is none, or none yet */
	struct factors factors;
	const struct quorum_factors *by; /* the complete quorum, NULL where there is none yet */
	struct result result;            /* filled from STEP_VOTES on */
	struct step_verdict step[STEP_COUNT];
	char (*exceptions)[EXCEPTION_TEXT]; /* whole sentences that the result must be read with: "Kiosk K (Place) was
	                                       lost after its export 3; …" */
	size_t exception_count;
	unsigned readme_line; /* of readme.txt: the first that explains in other words than this version's; 0: none */
	struct faults faults;
};

/* Checks the record's steps up to and including last; stops at the first that does not hold or is missing. Tells faults
 * on stderr as they are found. STATUS_OK: all these steps hold. STATUS_STATE: one is missing. STATUS_MISMATCH: one is
 * broken. STATUS_ABSENT and others: could not run. The caller calls audit_finish in any case. */
enum status MUST_CHECK audit_record(struct audit *out, const char *path, enum audit_step last);
enum status MUST_CHECK audit_record_as(struct audit *out, const struct audit_request *request);
/* The same as audit_record; organiser is the file of the key that the record must be signed with, or NULL for the
 * record's own, which whoever goes on must then be shown with audit_say_key. */
enum status MUST_CHECK audit_record_by(struct audit *out, const char *path, enum audit_step last,
                                       const char *organiser);
/* The organiser's key on stdout, and where it was taken from the record itself, what to do about that. */
void audit_say_key(const struct audit *audit);
/* On stdout: that the readme explains in other words; nothing where it does not. */
void audit_say_readme(const struct audit *audit);
void audit_finish(struct audit *audit);
/* For audit_request.passed: a line on stdout for each step that holds, with its numbers. */
void audit_tell_step(const void *context, const struct audit *audit, enum audit_step step);
const char *audit_step_name(enum audit_step step); /* "exports" */

/* --- for the steps themselves: audit_inputs.c, audit_count.c, audit_result.c --- */

/* Looks at one step, all before it holding. Faults are told to the faults of audit or of audit->accepted.
 * STATUS_STATE: something is missing, said with audit_missing. Another failure: could not run. */
typedef enum status audit_look(struct audit *audit);
audit_look audit_election, audit_trustees, audit_roster, audit_exports, audit_closing, audit_merge, audit_mixes,
    audit_decryption, audit_votes, audit_result;
/* What the trustees' transcript must have to do with the election; path is the transcript's. */
void audit_trustees_fit(struct faults *faults, const struct election *election, const struct trustees *trustees,
                        const char *path);
/* Tells what lies at the top of an unfinished record and belongs to none. */
void audit_strays(struct audit *audit);
/* Opened votes: does the organiser's moderation still miss, though somebody wrote a text? Says so as a fault where the
 * result is published, else as missing: STATUS_MISMATCH, STATUS_STATE. */
enum status MUST_CHECK audit_moderated(struct audit *audit);
/* Says what is missing from the step looked at. Returns STATUS_STATE. */
enum status audit_missing(struct audit *audit, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* STATUS_NO_ROOM where there is no memory for it. */
enum status MUST_CHECK audit_except(struct audit *audit, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* name below the record's folder. */
void audit_path(char out[static PATH_ROOM], const struct audit *audit, const char *name);

#endif
