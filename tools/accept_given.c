#include "accept_given.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "record.h"

enum { NAMED = 4, NAMES_ROOM = 2048 };

static int holds(const struct folder_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->name[i], name) == 0)
			return 1;
	return 0;
}

static int is_export_folder(const char *path, const char *name)
{
	char inside[PATH_ROOM];

	return strncmp(name, "folkmoot-", 9) == 0 && path_join(inside, path, name) == STATUS_OK &&
	       folder_exists(inside);
}

/* Its exports' folders: how many, and their paths in a row. */
static size_t list_exports(char list[static NAMES_ROOM], const char *path, const struct folder_names *names)
{
	const char *gap = *path && path[strlen(path) - 1] == '/' ? "" : "/";
	size_t count = 0, used = 0;

	list[0] = '\0';
	for (size_t i = 0; i < names->count; i++) {
		if (!is_export_folder(path, names->name[i]))
			continue;
		if (count++ < NAMED && used < NAMES_ROOM)
			used += (size_t)snprintf(list + used, NAMES_ROOM - used, "%s%s%s%s", used ? ", " : "", path,
			                         gap, names->name[i]);
	}
	if (count > NAMED && used < NAMES_ROOM)
		snprintf(list + used, NAMES_ROOM - used, " and %zu more", count - NAMED);
	return count;
}

/* An export that lost a file is still one: what it lacks is told as its fault. */
static int is_export(const struct folder_names *names)
{
	return holds(names, EXPORT_MANIFEST) || holds(names, EXPORT_SIGNATURE) || holds(names, EXPORT_BALLOTS) ||
	       holds(names, EXPORT_SPOILED) || holds(names, EXPORT_REPORT);
}

static int is_record(const struct folder_names *names)
{
	return holds(names, RECORD_EXPORTS) && holds(names, RECORD_ELECTION) && holds(names, RECORD_ROSTER);
}

static void tell_record(const char *path)
{
	char exports[PATH_ROOM], list[NAMES_ROOM] = "";
	struct folder_names names = {0};
	size_t count = 0;

	if (path_join(exports, path, RECORD_EXPORTS) == STATUS_OK && folder_exists(exports) &&
	    folder_list(&names, exports, "the record's exports") == STATUS_OK)
		count = list_exports(list, exports, &names);
	folder_names_free(&names);
	if (count > 0)
		(void)cli_failed("%s is the record of a count, not an export; give the %zu export%s in it: %s", path,
		                 count, plural(count), list);
	else
		(void)cli_failed("%s is the record of a count, and has lost its exports; get the record again", path);
}

static enum status look_at(const char *path, const struct folder_names *names)
{
	char list[NAMES_ROOM];
	size_t exports;

	if (is_export(names))
		return STATUS_OK;
	if (is_record(names)) {
		tell_record(path);
		return STATUS_ABSENT;
	}
	exports = list_exports(list, path, names);
	if (exports > 0)
		(void)cli_failed("%s is not an export; it holds %zu: %s; give %s", path, exports, list,
		                 exports == 1 ? "that" : "those");
	else if (holds(names, "kiosk.txt") || holds(names, "kiosk.key") || holds(names, "box.db"))
		(void)cli_failed("%s is a kiosk's data folder, not an export; touch nothing in it, and export from the "
		                 "kiosk",
		                 path);
	else
		(void)cli_failed("%s is no export (no %s in it); give the folders folkmoot-… that kiosks wrote on "
		                 "their sticks",
		                 path, EXPORT_MANIFEST);
	return STATUS_ABSENT;
}

enum status accept_given(const struct accept_sources *sources)
{
	enum status answer = STATUS_OK;

	for (size_t i = 0; i < sources->export_count; i++) {
		const char *path = sources->exports[i];
		struct folder_names names;
		enum status status;

		if (!folder_exists(path))
			continue;
		status = folder_list(&names, path, "the export");
		if (status == STATUS_OK) {
			status = look_at(path, &names);
			folder_names_free(&names);
		}
		if (status != STATUS_OK)
			answer = status;
	}
	return answer;
}
