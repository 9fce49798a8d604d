/* The folder of a trustees' ceremony, which goes from one trustee to the next on a stick, or is copied and merged: one
 * file for the roster, one for each trustee's deal and one for each trustee's acceptance, and the transcript at the
 * end. Everything in it is public. */
#ifndef FOLKMOOT_CEREMONY_FILES_H
#define FOLKMOOT_CEREMONY_FILES_H

#include "ceremony.h"
#include "files.h"

enum { CEREMONY_NAME_MAX = 32 };
#define CEREMONY_ROSTER_FILE     "roster.txt"
#define CEREMONY_TRANSCRIPT_FILE "trustees.transcript"

enum ceremony_part { CEREMONY_DEALS, CEREMONY_ACCEPTANCES };

/* A ceremony as it lies in a folder. On the heap: about 190 KiB. */
struct ceremony_folder {
	const char *dir;
	struct bytes roster;       /* the roster file, byte for byte */
	int there[2][TRUSTEE_MAX]; /* by part: a file lies there, whatever it holds */
	struct ceremony ceremony;
};

/* Reads the roster. *out is NULL after a failure (told). The caller destroys it; dir must stay. */
enum status MUST_CHECK ceremony_folder_open(struct ceremony_folder **out, const char *dir);
void ceremony_folder_destroy(struct ceremony_folder *folder);

/* Reads every deal, or every acceptance, that is there; what does not hold is told, each in one sentence, and the
 * first status answered. Acceptances need ceremony_agree before. */
enum status MUST_CHECK ceremony_folder_read(struct ceremony_folder *folder, enum ceremony_part part);
/* ceremony_agree; what does not hold is told, somebody missing too. */
enum status MUST_CHECK ceremony_folder_agree(struct ceremony_folder *folder);

/* dir/deal-3.txt */
enum status MUST_CHECK ceremony_part_path(char out[static PATH_ROOM], const char *dir, enum ceremony_part part,
                                          unsigned index);
/* Writes a file where none is, and is content with one of the same bytes; another is told, as whose it says
 * ("your own deal"), and refused: STATUS_MISMATCH. */
enum status MUST_CHECK file_settle(const char *path, const void *data, size_t len, enum file_secrecy secrecy,
                                   const char *whose);

/* Tells what is wrong with a trustee's part, and what to do. path: its file. */
void ceremony_fault_tell(const struct ceremony_fault *fault, const struct ceremony *ceremony, const char *path,
                         enum status status);

/* Whose files are still missing, by name: "Ada Example, Bo Example". */
enum { CEREMONY_NAMES_ROOM = TRUSTEE_MAX * (TRUSTEE_NAME_MAX + 2) + 1 };
void ceremony_names_missing(char out[static CEREMONY_NAMES_ROOM], const struct ceremony_folder *folder,
                            enum ceremony_part part);
unsigned ceremony_count_missing(const struct ceremony_folder *folder, enum ceremony_part part);

/* On stdout: the roster's words in four lines, and what to do with them. */
void ceremony_words_print(const struct trustees *trustees);
/* On stdout: who does what next. */
void ceremony_next_print(const struct ceremony_folder *folder);

#endif
