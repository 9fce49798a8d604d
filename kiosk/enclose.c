#include "enclose.h"

#include <stdio.h>
#include <string.h>

#include "wall.h"

#ifndef FOLKMOOT_RELEASE

enum { FOLDER_MAX = 1024 };

struct folders {
	char name[WALL_FOLDERS][FOLDER_MAX];
	unsigned count;
};

/* The folder of a file that will be written. */
static void add_folder(struct folders *folders, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	char *name = folders->name[folders->count < WALL_FOLDERS ? folders->count : 0];

	if (!path || folders->count == WALL_FOLDERS)
		return;
	(void)snprintf(name, FOLDER_MAX, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	for (unsigned i = 0; i < folders->count; i++)
		if (strcmp(folders->name[i], name) == 0)
			return;
	folders->count++;
}

static void add_pictures(struct folders *folders, const struct script *script)
{
	const char *path;

	for (unsigned i = 0; script && (path = script_picture(script, i)) != NULL; i++)
		add_folder(folders, path);
}

#endif

enum status enclose_screen(struct kiosk *kiosk, char why[static SHOW_WHY])
{
	struct wall_paths paths = {.data = NULL};
	struct wall_told told;
	enum status status;
#ifndef FOLKMOOT_RELEASE
	struct folders folders = {.count = 0};

	add_folder(&folders, kiosk->options.describe);
	add_pictures(&folders, kiosk->script);
	for (unsigned i = 0; i < folders.count; i++)
		paths.pictures[i] = folders.name[i];
#endif
	status = wall_raise(&told, CHILD_SCREEN, &paths, why, SHOW_WHY);
	kiosk->open_files = told.landlock == 0;
	return status;
}
