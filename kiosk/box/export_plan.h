/* What an export will be, decided to the last byte before the stick is touched. */
#ifndef FOLKMOOT_EXPORT_PLAN_H
#define FOLKMOOT_EXPORT_PLAN_H

#include "certificate.h"
#include "export.h"

enum {
	FILE_BALLOTS,
	FILE_LOG,
	FILE_REPORT,
	FILE_SPOILED,
	FILE_COUNT, /* those that the manifest lists, ascending */
	MANIFEST_BYTES = 1024,
};

struct export_plan {
	const struct export_request *request;
	struct sentence *why;
	struct box_export next;
	int is_new; /* the number is not in the box yet */
	struct certificate report;
	char *log;
	size_t log_len;
	char report_text[CERTIFICATE_MAX_BYTES];
	size_t report_len;
	uint8_t digest[FILE_COUNT][SHA256_BYTES];
	char manifest[MANIFEST_BYTES];
	size_t manifest_len;
	char signature[SIGN_FILE_MAX];
	uint8_t signature_digest[SHA256_BYTES];
	char name[EXPORT_NAME_MAX];
	char folder[DISK_PATH_MAX]; /* while it is written */
};

/* "ballots" … in the manifest's order. */
const char *export_file_name(int which);

/* Walks the box, hashes every file, chooses the number, writes report, manifest and signature. */
enum status MUST_CHECK export_plan_make(struct export_plan *plan, struct sentence *why,
                                        const struct export_request *request, const struct sign_secret *key);
/* Frees what it holds. */
void export_plan_finish(struct export_plan *plan);
/* One of the two files of ballots, as the plan has it, into an open file (-1: only its hash). */
enum status MUST_CHECK export_plan_ballots(uint8_t sha256[static SHA256_BYTES], const struct export_plan *plan,
                                           int which, int file);

#endif
