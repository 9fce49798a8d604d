/* One export of a kiosk, a folder of six files, read once into memory and checked by itself: signature, manifest,
 * hashes, report, log, the order of its ballots. What needs other exports, and the ballots' proofs, is accept.h's. */
#ifndef FOLKMOOT_ACCEPT_EXPORT_H
#define FOLKMOOT_ACCEPT_EXPORT_H

#include "certificate.h"
#include "faults.h"
#include "files.h"
#include "manifest.h"
#include "package.h"
#include "roster.h"

enum export_file { FILE_BALLOTS, FILE_LOG, FILE_REPORT, FILE_SPOILED, EXPORT_LISTED };

struct former_rosters;

struct export_ballot {
	struct hash code;
	const uint8_t *body;
	size_t body_len;
};

struct export_spoiled {
	struct hash code;
	struct opened_ballot opened;
};

struct export
{
	const char *path; /* the folder as it was given */
	struct bytes manifest, signature, file[EXPORT_LISTED];
	uint8_t manifest_sha256[SHA256_BYTES];
	const struct roster_kiosk *kiosk; /* whose signature holds; NULL where none does */
	struct certificate report;
	struct sealed_context context;
	size_t ballot_count, spoiled_count;
	struct export_ballot *ballots;  /* ascending by code */
	struct export_spoiled *spoiled; /* ascending by code */
	int sound;                      /* no fault was found in it */
	uint32_t log_begun_anew; /* log_seal.h: lines before this one were not sealed as they came; 0: all were */
};

/* Reads and checks; faults are told and counted. Views point into the export's own memory. earlier (NULL: none) only
 * helps to say whose export it is that no kiosk of the roster signed. The caller calls export_finish in any case. */
void export_read(struct export *out, struct faults *faults, const char *path, const struct package *package,
                 const struct roster *roster, const struct former_rosters *earlier);
void export_finish(struct export *out);
/* folder/name for a sentence. */
void export_file_path(char out[static PATH_ROOM], const struct export *export, const char *name);

#endif
