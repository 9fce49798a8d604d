/* For tests of the audit: a counted vote, lies put into its record with the manifest made to fit, and what the audit
 * then says. */
#ifndef FOLKMOOT_TESTS_TOOLS_AUDITED_H
#define FOLKMOOT_TESTS_TOOLS_AUDITED_H

#include <jansson.h>

#include "inventory.h"
#include "record.h"
#include "vote_run.h"

/* folkmoot audit over the record called name in the vote's folder, with at most four more words. */
static inline void audit_named(struct run *run, const char *name, const char *const *more)
{
	char record[PATH_ROOM];
	const char *words[8] = {"audit", record};

	vote_path(record, run->vote, name);
	for (int i = 0; more && more[i] && i < 4; i++)
		words[2 + i] = more[i];
	capture(&run->captured, command_audit, words);
}

static inline void audit(struct run *run)
{
	audit_named(run, "record", NULL);
}

static inline void follows(struct run *run)
{
	audit(run);
	if (run->captured.code != 0)
		fail_msg("exit %d instead of 0: %s%s", run->captured.code, run->captured.out, run->captured.err);
	says(run->captured.out, "The result follows from the ballots");
}

/* The verdict of --json, its first step that is not ok, and the file it names. */
static inline void json_says(struct run *run, const char *verdict, const char *step, const char *file)
{
	json_t *all, *one;
	const char *name, *of;
	size_t i = 0;

	audit_named(run, "record", LIST("--json"));
	all = json_loads(run->captured.out, 0, NULL);
	if (!all)
		fail_msg("no JSON: %s", run->captured.out);
	if (strcmp(json_string_value(json_object_get(all, "verdict")), verdict) != 0)
		fail_msg("should be %s: %s", verdict, run->captured.out);
	while (json_is_true(json_object_get(json_array_get(json_object_get(all, "steps"), i), "ok")))
		i++;
	one = json_array_get(json_object_get(all, "steps"), i);
	name = json_string_value(json_object_get(one, "name"));
	of = json_string_value(json_object_get(one, "file"));
	if (!name || strcmp(name, step) != 0 || !of || !strstr(of, file))
		fail_msg("should be broken at %s, %s: %s", step, file, run->captured.out);
	json_decref(all);
}

static inline void broken(struct run *run, const char *step, const char *file, const char *why)
{
	char sentence[80];

	audit(run);
	if (run->captured.code != 1)
		fail_msg("exit %d instead of 1: %s%s", run->captured.code, run->captured.out, run->captured.err);
	snprintf(sentence, sizeof sentence, "the step \"%s\" does not hold", step);
	says(run->captured.out, sentence);
	says(run->captured.out, why);
	json_says(run, "broken", step, file);
}

static inline void incomplete(struct run *run, const char *step, const char *why)
{
	audit(run);
	if (run->captured.code != 2)
		fail_msg("exit %d instead of 2: %s%s", run->captured.code, run->captured.out, run->captured.err);
	says(run->captured.out, why);
	json_says(run, "incomplete", step, "");
}

/* The manifest of the record as it is now. */
static inline void make_manifest(struct run *run)
{
	struct manifest_entry *entry = calloc(MANIFEST_MAX_FILES, sizeof *entry);
	struct faults faults = {0};
	struct inventory inventory;
	char record[PATH_ROOM], path[PATH_ROOM], *text = malloc(1 << 20);
	size_t count = 0, len;

	vote_path(record, run->vote, "record");
	vote_must(inventory_read(&inventory, &faults, record));
	for (size_t i = 0; i < inventory.count; i++) {
		struct manifest_digest digest;
		struct bytes file;

		if (strcmp(inventory.file[i].name, RECORD_MANIFEST) == 0)
			continue;
		vote_must(path_join(path, record, inventory.file[i].name));
		vote_must(file_read(&file, path, 1 << 28, "a file of the record"));
		manifest_digest_init(&digest);
		manifest_digest_update(&digest, file.data, file.len);
		manifest_digest_finish(entry[count].sha256, &digest);
		snprintf(entry[count++].name, sizeof entry->name, "%s", inventory.file[i].name);
		bytes_free(&file);
	}
	vote_must(manifest_write(text, 1 << 20, &len, entry, count));
	vote_must(path_join(path, record, RECORD_MANIFEST));
	vote_must(file_write(path, text, len, FILE_PUBLIC, FILE_REPLACE));
	inventory_finish(&inventory);
	free(text);
	free(entry);
}

/* Runs a line of shell in the vote's folder. */
static inline void shell(const struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void shell(const struct run *run, const char *format, ...)
{
	char line[2000], command[PATH_ROOM + 2100];
	va_list list;

	va_start(list, format);
	vsnprintf(line, sizeof line, format, list);
	va_end(list);
	snprintf(command, sizeof command, "cd '%s' && { %s; }", run->vote->dir, line);
	if (system(command) != 0)
		fail_msg("failed: %s", line);
}

/* "folkmoot-EEEEEEEE-KKKKKKKK-NNNN" */
static inline void export_named(char out[static 64], const struct vote *vote, unsigned kiosk, unsigned number)
{
	char election[9], key[9];

	hex_write(election, vote->hash.bytes, 4);
	hex_write(key, vote->kiosk[kiosk].key.public_key.key, 4);
	snprintf(out, 64, "folkmoot-%s-%s-%04u", election, key, number);
}

/* Both closed and counted. */
static inline int set_up_counted(void **state)
{
	struct run *run;

	if (set_up(state) != 0)
		return -1;
	run = *state;
	for (unsigned i = 0; i < 6; i++)
		vote_cast(run->vote, i & 1, i + 1, i % 4);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	if (run->captured.code != 0)
		fprintf(stderr, "not counted: %s\n", run->captured.err);
	return run->captured.code;
}

#define COUNTED(test) cmocka_unit_test_setup_teardown(test, set_up_counted, tear_down)

#endif
