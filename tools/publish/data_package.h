/* datapackage.json: all data files of a published result described as a Frictionless Data Package (v1). */
#ifndef FOLKMOOT_DATA_PACKAGE_H
#define FOLKMOOT_DATA_PACKAGE_H

#include <stdio.h>

#include "result.h"

enum data_kind {
	DATA_RESULT_JSON, /* results.json */
	DATA_RESULT_CSV,  /* results.csv: the columns of the record's result.csv */
	DATA_BALLOTS,     /* ballots-00001.csv, of the contest of that index */
	DATA_PABULIB,     /* contest-00001.pb, of the contest of that index */
	DATA_OTHER,       /* any other file: its media type by the ending of its name */
};

struct data_file {
	const char *path; /* below the package's folder, with '/' */
	enum data_kind kind;
	unsigned contest; /* index; for DATA_BALLOTS and DATA_PABULIB */
	uint64_t bytes;
	const char *sha256; /* 64 hexadecimal digits */
};

/* STATUS_IO, STATUS_NO_ROOM. */
enum status MUST_CHECK data_package_write(FILE *out, const struct result *result, const struct data_file *files,
                                          size_t file_count);

#endif
