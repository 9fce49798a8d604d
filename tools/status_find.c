#include "status_find.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ceremony_files.h"
#include "certificate.h"
#include "cli.h"
#include "record.h"

/* A stick's folder of what a kiosk recorded in practice mode: with a package, keys and exports of its own, none of
 * which is this vote's. */
#define PRACTISED "folkmoot-practice-"

enum { DEPTH = 5, HEAD = 4096 };

static void add(struct found *found, enum found_kind kind, const char *path)
{
	struct found_list *list = &found->of[kind];
	char **more;

	if (found->total == FOUND_MAX) {
		found->cut = 1;
		return;
	}
	more = realloc(list->path, (list->count + 1) * sizeof *more);
	if (!more) {
		found->cut = 1;
		return;
	}
	list->path = more;
	list->path[list->count] = strdup(path);
	if (!list->path[list->count]) {
		found->cut = 1;
		return;
	}
	list->count++;
	found->total++;
}

void found_finish(struct found *found)
{
	for (int kind = 0; kind < FOUND_KINDS; kind++) {
		for (size_t i = 0; i < found->of[kind].count; i++)
			free(found->of[kind].path[i]);
		free(found->of[kind].path);
	}
	memset(found, 0, sizeof *found);
}

static int begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static int ends(const char *text, const char *with)
{
	size_t len = strlen(text), end = strlen(with);

	return len > end && strcmp(text + len - end, with) == 0;
}

/* What a signed file is, by the comment that is signed. */
static void sort_signed(struct found *found, const char *head, const char *path)
{
	static const struct {
		const char *comment;
		enum found_kind kind;
	} known[] = {
	    {"\ntrusted comment: folkmoot election ", FOUND_PACKAGE},
	    {"\ntrusted comment: folkmoot roster ", FOUND_ROSTER},
	    {"\ntrusted comment: folkmoot loss ", FOUND_LOSS},
	    {"\ntrusted comment: folkmoot readiness ", FOUND_READY},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strstr(head, known[i].comment))
			add(found, known[i].kind, path);
}

static void sort_file(struct found *found, const char *path)
{
	char head[HEAD + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t len = fd < 0 ? -1 : read(fd, head, HEAD);

	if (fd >= 0)
		close(fd);
	if (len <= 0)
		return;
	head[len] = '\0';
	if (begins(head, "untrusted comment: minisign public key"))
		add(found, FOUND_PUBLIC_KEY, path);
	else if (begins(head, "untrusted comment: minisign encrypted secret key"))
		add(found, FOUND_SECRET_KEY, path);
	else if (begins(head, "untrusted comment: "))
		sort_signed(found, head, path);
	else if (begins(head, "folkmoot trustees "))
		add(found, FOUND_TRANSCRIPT, path);
	else if (begins(head, "folkmoot kiosk "))
		add(found, FOUND_ENROLMENT, path);
	else if (ends(path, ".tags"))
		add(found, FOUND_TAGS, path);
	else if (ends(path, ".json") && strstr(head, "\"languages\""))
		add(found, FOUND_DEFINITION, path);
}

static int holds(const char *folder, const char *name)
{
	char path[PATH_ROOM];

	return snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path && path_exists(path);
}

static void walk(struct found *found, const char *folder, unsigned depth);

/* Folders that are one thing are not looked into. */
static void sort_folder(struct found *found, const char *path, unsigned depth)
{
	if (holds(path, EXPORT_SIGNATURE) && holds(path, EXPORT_REPORT)) {
		add(found, FOUND_EXPORT, path);
	} else if (holds(path, RECORD_EXPORTS) && holds(path, RECORD_ROSTER)) {
		add(found, FOUND_RECORD, path);
	} else {
		if (holds(path, CEREMONY_ROSTER_FILE))
			add(found, FOUND_CEREMONY, path);
		walk(found, path, depth + 1);
	}
}

static void sort_names(struct found *found, const struct folder_names *names, const char *folder, unsigned depth,
                       int folders)
{
	for (size_t i = 0; i < names->count && !found->cut; i++) {
		char path[PATH_ROOM];

		if (names->name[i][0] == '.' || begins(names->name[i], PRACTISED) ||
		    snprintf(path, sizeof path, "%s/%s", folder, names->name[i]) >= (int)sizeof path ||
		    (folder_exists(path) != 0) != folders)
			continue;
		if (folders)
			sort_folder(found, path, depth);
		else
			sort_file(found, path);
	}
}

/* Files before folders: of two of a kind, the one that lies higher is the vote's own, the other a copy or an older
 * vote's. */
static void walk(struct found *found, const char *folder, unsigned depth)
{
	struct folder_names names;

	if (depth > DEPTH || folder_list(&names, folder, "this folder") != STATUS_OK)
		return;
	sort_names(found, &names, folder, depth, 0);
	sort_names(found, &names, folder, depth, 1);
	folder_names_free(&names);
}

enum status found_in(struct found *out, const char *folder)
{
	struct folder_names names;
	char plain[PATH_ROOM];
	size_t len = strlen(folder);
	enum status status = folder_list(&names, folder, "the folder of the vote");

	memset(out, 0, sizeof *out);
	if (status != STATUS_OK)
		return status;
	folder_names_free(&names);
	while (len > 1 && folder[len - 1] == '/')
		len--;
	snprintf(plain, sizeof plain, "%.*s", (int)len, folder);
	walk(out, plain, 0);
	if (out->cut)
		cli_note("note: %s: there is too much in it to look at all; give the folder of one vote", folder);
	return STATUS_OK;
}
