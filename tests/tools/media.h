/* A definition in a folder of its own, beside which a test puts pictures and clips. */
#ifndef FOLKMOOT_TESTS_MEDIA_H
#define FOLKMOOT_TESTS_MEDIA_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "definition_media.h"
#include "files.h"

enum { MEDIA_FAULTS = 8 };

struct media_test {
	char folder[64];
	struct definition definition;
	struct bytes json;
	unsigned faults;
	char told[MEDIA_FAULTS][520];
};

static inline void media_begin(struct media_test *out)
{
	memset(out, 0, sizeof *out);
	snprintf(out->folder, sizeof out->folder, "/tmp/folkmoot-media-XXXXXX");
	assert_non_null(mkdtemp(out->folder));
}

static inline const char *media_path(const struct media_test *test, const char *name)
{
	static char path[PATH_ROOM];

	assert_ok(path_join(path, test->folder, name));
	return path;
}

static inline void media_put(const struct media_test *test, const char *name, const void *data, size_t len)
{
	assert_ok(file_write(media_path(test, name), data, len, FILE_PUBLIC, FILE_REPLACE));
}

static inline void media_tell(void *context, const struct problem *problem)
{
	struct media_test *test = context;

	if (test->faults < MEDIA_FAULTS)
		snprintf(test->told[test->faults], sizeof test->told[0], "%s: %s; %s", problem->place, problem->what,
		         problem->cure);
	test->faults++;
}

static inline void media_forget(struct media_test *test)
{
	definition_finish(&test->definition);
	bytes_free(&test->json);
	test->faults = 0;
}

/* Reads the definition of that JSON with all it names. */
static inline enum status media_read(struct media_test *test, const char *json)
{
	enum status status;

	media_forget(test);
	media_put(test, "election.json", json, strlen(json));
	assert_ok(file_read(&test->json, media_path(test, "election.json"), 1 << 20, "the definition"));
	status = definition_read(&test->definition, (const char *)test->json.data, test->json.len, media_tell, test);
	return status == STATUS_OK ? media_load(&test->definition, media_path(test, "election.json"), media_tell, test)
	                           : status;
}

static inline void media_end(struct media_test *test)
{
	struct folder_names names;

	media_forget(test);
	assert_ok(folder_list(&names, test->folder, "the test's folder"));
	for (size_t i = 0; i < names.count; i++)
		(void)unlink(media_path(test, names.name[i]));
	folder_names_free(&names);
	assert_int_equal(rmdir(test->folder), 0);
}

#define MEDIA_JSON                                                                                                     \
	"{\"id\": \"m\", \"practice\": true, \"languages\": [\"en\", \"so\"], \"title\": {\"en\": \"A vote\", "        \
	"\"so\": \"Cod\"}, \"currency\": \"GBP\", %s \"contests\": [{\"title\": \"Projects\", \"instruction\": "       \
	"\"Choose.\", \"vote_type\": \"approval\", \"budget\": 1000, \"projects\": [%s]}]}"

#endif
