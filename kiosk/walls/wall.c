#include "wall.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "wall_inside.h"

/* Leaks are looked for by a process that traces this one. */
#if defined __SANITIZE_ADDRESS__
enum { DUMPABLE = 1 };
#else
enum { DUMPABLE = 0 };
#endif

enum status wall_begin(void)
{
	const struct rlimit none = {0, 0};

	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, DUMPABLE, 0, 0, 0) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return STATUS_INTERNAL;
	return STATUS_OK;
}

/* --- files ------------------------------------------------------------------------------------------------------- */

static enum status grant(int rules, const char *path, enum wall_grant grant)
{
	enum status status;
	int folder;

	if (!path)
		return STATUS_OK;
	folder = open(path, O_PATH | O_CLOEXEC);
	if (folder < 0)
		return errno == ENOENT || errno == ENOTDIR ? STATUS_ABSENT : STATUS_IO;
	status = landlock_grant(rules, folder, grant);
	close(folder);
	return status;
}

/* A system that lacks one of these has no use for it. */
static enum status grant_all(int rules, const char *const *paths, unsigned count, enum wall_grant kind)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < count && paths[i] && status == STATUS_OK; i++) {
		status = grant(rules, paths[i], kind);
		if (status == STATUS_ABSENT)
			status = STATUS_OK;
	}
	return status;
}

static enum status grant_recorder(int rules, const struct wall_paths *paths)
{
	enum status status = grant(rules, paths->data, GRANT_WRITE);

	return status == STATUS_OK ? grant(rules, paths->data2, GRANT_WRITE) : status;
}

/* What a sound library reads when it opens a device. */
static enum status grant_voice(int rules)
{
	static const char *const reads[] = {"/usr/share/alsa", "/etc/alsa", "/etc/asound.conf", "/proc/asound"};
	static const char *const devices[] = {"/dev/snd"}, *const inputs[] = {"/dev/input"};
	enum status status = grant_all(rules, reads, sizeof(reads) / sizeof(*reads), GRANT_READ);

	if (status == STATUS_OK)
		status = grant_all(rules, devices, 1, GRANT_DEVICE);
	return status == STATUS_OK ? grant_all(rules, inputs, 1, GRANT_INPUT) : status;
}

static enum status grant_speech(int rules)
{
	static const char *const reads[] = {"/usr/share/espeak-ng-data", "/usr/lib/espeak-ng-data",
	                                    "/usr/lib/x86_64-linux-gnu/espeak-ng-data",
	                                    "/usr/lib/aarch64-linux-gnu/espeak-ng-data"};

	return grant_all(rules, reads, sizeof(reads) / sizeof(*reads), GRANT_READ);
}

static enum status grant_for(int rules, enum child child, const struct wall_paths *paths)
{
	switch (child) {
	case CHILD_RECORDER: return grant_recorder(rules, paths);
	case CHILD_SCREEN: return grant_all(rules, paths->pictures, WALL_FOLDERS, GRANT_WRITE);
	case CHILD_VOICE: return grant_voice(rules);
	case CHILD_SPEECH: return grant_speech(rules);
	case CHILD_MEDIA: /* wall_stick() */
	case CHILD_COUNT: break;
	}
	return STATUS_OK;
}

static enum status raise_files(int *abi, enum child child, const struct wall_paths *paths)
{
	enum status status;
	int rules;

	*abi = landlock_abi();
	if (*abi == 0)
		return STATUS_OK;
	rules = landlock_rules(*abi);
	if (rules < 0)
		return STATUS_INTERNAL;
	status = grant_for(rules, child, paths);
	if (status == STATUS_OK)
		status = landlock_hold(rules);
	close(rules);
	return status;
}

/* --- the wall ---------------------------------------------------------------------------------------------------- */

enum status wall_raise(struct wall_told *told, enum child child, const struct wall_paths *paths, char *why, size_t room)
{
	static const struct wall_paths none;
	enum status status = wall_begin();

	memset(told, 0, sizeof(*told));
	if (!paths)
		paths = &none;
	tzset(); /* afterwards its file cannot be read */
	/* What the media helper may touch is known only when there is a stick. */
	if (status == STATUS_OK && child != CHILD_MEDIA)
		status = raise_files(&told->landlock, child, paths);
	if (status != STATUS_OK) {
		(void)snprintf(why, room,
		               "The wall of files around this process cannot be raised (%s): check the data folder.",
		               status_phrase(status));
		return status;
	}
	status = calls_hold(child, paths->pictures[0] != NULL);
	told->seccomp = status == STATUS_OK;
	if (status != STATUS_OK)
		(void)snprintf(
		    why, room,
		    "The list of system calls cannot be put around this process: this kernel lacks seccomp filters.");
	return status;
}

enum status wall_stick(struct wall_told *told, int root)
{
	enum status status;
	int rules;

	told->landlock = landlock_abi();
	if (told->landlock == 0)
		return STATUS_OK;
	rules = landlock_rules(told->landlock);
	if (rules < 0)
		return STATUS_INTERNAL;
	status = landlock_grant(rules, root, GRANT_WRITE);
	if (status == STATUS_OK)
		status = landlock_hold(rules);
	close(rules);
	return status;
}
