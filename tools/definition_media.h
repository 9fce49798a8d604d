/* The pictures and recordings that election.json names, beside which their files lie: "picture" of a project, "clips"
 * of a language. */
#ifndef FOLKMOOT_DEFINITION_MEDIA_H
#define FOLKMOOT_DEFINITION_MEDIA_H

#include "definition.h"
#include "definition_values.h"
#include "files.h"

/* The keys of election.json: which files are named. Files are not read. STATUS_NO_ROOM. */
enum status MUST_CHECK load_picture(struct loader *loader, unsigned contest, unsigned project, json_t *object);
void load_clips(struct loader *loader, json_t *root);

/* Room for what is decoded, kept until definition_finish; NULL without memory. */
void *media_room(struct definition_media *media, size_t bytes);

/* Reads and decodes all files that the definition names into its election; path: of election.json. Tells every fault.
 * STATUS_OK, STATUS_RULES, STATUS_NO_ROOM. */
enum status MUST_CHECK media_load(struct definition *definition, const char *path, problem_sink *found, void *context);

/* 1 for the name of a file that lies in the folder it is named from, or in a folder of it. */
int media_name_ok(const char *name);
/* A file that a definition names, in the definition's folder or in folders of it: its faults are told, with the place
 * where the check stands. The caller frees out with bytes_free. STATUS_RULES, STATUS_NO_ROOM. */
enum { MEDIA_FILE_MAX = 64 * 1024 * 1024 };
enum status MUST_CHECK media_file(struct bytes *out, struct check *check, const char *folder, const char *name,
                                  const char *what);

#endif
