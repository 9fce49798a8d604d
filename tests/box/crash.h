/* A disk in memory whose power can go at any moment. It keeps apart what is on the platter and what was done since, in
 * writes, lengths and names; of that any part may survive, in any order, torn at sectors. Nothing is cut while the code
 * under test runs: what could be lost only shrinks at a sync, so each sync, just before it takes effect, and each
 * acknowledgement is a moment of which every state can be made afterwards. */
#ifndef FOLKMOOT_TESTS_BOX_CRASH_H
#define FOLKMOOT_TESTS_BOX_CRASH_H

#include "fixture.h"

enum { CRASH_FILES = 400, CRASH_NAMES = 200, CRASH_VERSIONS = 8, CRASH_MOMENTS = 128, CRASH_NO_FILE = -1 };

/* data NULL: the length is set to offset. */
struct crash_write {
	int file;
	uint64_t offset;
	size_t len;
	uint8_t *data;
};

struct crash_file {
	int is_folder;
	uint8_t *now, *durable;
	size_t now_len, durable_len;
};

/* What the name stood for since its folder was last synced; the last one is now. */
struct crash_name {
	int folder;               /* or CRASH_NO_FILE: at the top */
	char name[DISK_PATH_MAX]; /* at the top a whole path */
	int version[CRASH_VERSIONS];
	unsigned version_count;
};

struct crash_content {
	struct crash_file file[CRASH_FILES];
	int file_count;
	struct crash_name name[CRASH_NAMES];
	unsigned name_count;
	struct crash_write *pending;
	unsigned pending_count, pending_room;
};

/* told: what the code under test had acknowledged by then, as its test counts it. */
struct crash_moment {
	struct crash_content content;
	int told;
};

struct crash_disk {
	struct crash_content content;
	struct crash_moment *moment; /* while recording */
	unsigned moment_count;
	int is_recording, told;
	char mirrored[DISK_PATH_MAX]; /* the real file that says that there is a box; empty: there is none */
	int lies;                     /* syncs say they are done and do nothing */
	unsigned syncs, writes;
};

static struct crash_disk crash_disk;

/* --- memory --- */

static inline uint8_t *crash_copy(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len + 1);

	assert_non_null(copy);
	if (len > 0)
		memcpy(copy, data, len);
	return copy;
}

static inline void crash_content_finish(struct crash_content *content)
{
	for (int i = 0; i < content->file_count; i++) {
		free(content->file[i].now);
		free(content->file[i].durable);
	}
	for (unsigned i = 0; i < content->pending_count; i++)
		free(content->pending[i].data);
	free(content->pending);
	memset(content, 0, sizeof *content);
}

/* now is left out where nothing can ask for it. */
static inline void crash_content_copy(struct crash_content *out, const struct crash_content *from)
{
	*out = *from;
	out->pending = calloc(from->pending_count + 1, sizeof *out->pending);
	assert_non_null(out->pending);
	out->pending_room = from->pending_count;
	for (unsigned i = 0; i < from->pending_count; i++) {
		out->pending[i] = from->pending[i];
		if (from->pending[i].data)
			out->pending[i].data = crash_copy(from->pending[i].data, from->pending[i].len);
	}
	for (int i = 0; i < from->file_count; i++) {
		const struct crash_file *file = &from->file[i];
		out->file[i].now = NULL;
		out->file[i].durable = file->durable ? crash_copy(file->durable, file->durable_len) : NULL;
	}
}

/* --- moments --- */

static inline void crash_settle_name(struct crash_name *name)
{
	name->version[0] = name->version[name->version_count - 1];
	name->version_count = 1;
}

static inline void crash_record(void)
{
	struct crash_moment *moment;

	if (!crash_disk.is_recording)
		return;
	assert_true(crash_disk.moment_count < CRASH_MOMENTS);
	moment = &crash_disk.moment[crash_disk.moment_count++];
	crash_content_copy(&moment->content, &crash_disk.content);
	moment->told = crash_disk.told;
}

/* From here on moments are kept, until crash_stop_recording. What is there at the start is on the platter. */
static inline void crash_start_recording(void)
{
	struct crash_content *content = &crash_disk.content;

	for (int i = 0; i < content->file_count; i++) {
		struct crash_file *file = &content->file[i];
		free(file->durable);
		file->durable = crash_copy(file->now, file->now_len);
		file->durable_len = file->now_len;
	}
	for (unsigned i = 0; i < content->name_count; i++)
		crash_settle_name(&content->name[i]);
	crash_disk.moment = calloc(CRASH_MOMENTS, sizeof *crash_disk.moment);
	assert_non_null(crash_disk.moment);
	crash_disk.moment_count = 0;
	crash_disk.told = 0;
	crash_disk.is_recording = 1;
}

/* From now on the caller knows that what was done is done. */
static inline void crash_tell(void)
{
	crash_disk.told++;
	crash_record();
}

/* The moments become the caller's, to be given to crash_moments_finish. */
static inline struct crash_moment *crash_stop_recording(unsigned *count)
{
	struct crash_moment *moments = crash_disk.moment;

	*count = crash_disk.moment_count;
	crash_disk.is_recording = 0;
	crash_disk.moment = NULL;
	crash_disk.moment_count = 0;
	return moments;
}

static inline void crash_moments_finish(struct crash_moment *moments, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		crash_content_finish(&moments[i].content);
	free(moments);
}

/* --- names --- */

static inline int crash_version(const struct crash_name *name)
{
	return name ? name->version[name->version_count - 1] : CRASH_NO_FILE;
}

static inline struct crash_name *crash_name_in(int folder, const char *text)
{
	struct crash_content *content = &crash_disk.content;

	for (unsigned i = 0; i < content->name_count; i++)
		if (content->name[i].folder == folder && strcmp(content->name[i].name, text) == 0)
			return &content->name[i];
	return NULL;
}

/* The folder that holds path, and the name that path has in it; slashes at its end do not count. */
static inline int crash_folder_of(const char *path, char leaf[static DISK_PATH_MAX])
{
	char parent[DISK_PATH_MAX], above[DISK_PATH_MAX];
	size_t len = strlen(path);
	const char *slash;

	while (len > 1 && path[len - 1] == '/')
		len--;
	(void)snprintf(leaf, DISK_PATH_MAX, "%.*s", (int)len, path);
	slash = strrchr(leaf, '/');
	if (crash_name_in(CRASH_NO_FILE, leaf) || !slash || slash == leaf)
		return CRASH_NO_FILE;
	(void)snprintf(parent, sizeof parent, "%.*s", (int)(slash - leaf), leaf);
	{
		int folder = crash_folder_of(parent, above);
		int file = crash_version(crash_name_in(folder, above));
		if (file == CRASH_NO_FILE || !crash_disk.content.file[file].is_folder)
			return CRASH_NO_FILE;
		memmove(leaf, leaf + (slash - leaf) + 1, strlen(slash + 1) + 1);
		return file;
	}
}

static inline struct crash_name *crash_name(const char *path)
{
	char leaf[DISK_PATH_MAX];
	int folder = crash_folder_of(path, leaf);

	return crash_name_in(folder, leaf);
}

static inline int crash_file_of(const char *path)
{
	return crash_version(crash_name(path));
}

/* box_open looks with the real disk whether there is a box. */
static inline void crash_mirror(const char *path, int file)
{
	size_t len = strlen(path);

	if (len < 7 || strcmp(path + len - 7, "/box.db") != 0)
		return;
	if (file == CRASH_NO_FILE) {
		(void)unlink(path);
	} else {
		write_all(path, "", 0);
		(void)snprintf(crash_disk.mirrored, sizeof crash_disk.mirrored, "%s", path);
	}
}

/* Where a whole disk was put in place: the one box there is on it. */
static inline void crash_mirror_box(void)
{
	for (unsigned i = 0; i < crash_disk.content.name_count; i++) {
		const struct crash_name *box = &crash_disk.content.name[i], *folder;
		char path[DISK_PATH_MAX];
		if (strcmp(box->name, "box.db") != 0 || crash_version(box) == CRASH_NO_FILE)
			continue;
		(void)snprintf(path, sizeof path, "%s", "");
		for (int file = box->folder, depth = 0; file != CRASH_NO_FILE && depth < 8; depth++) {
			char longer[DISK_PATH_MAX];
			unsigned at = 0;
			while (at < crash_disk.content.name_count &&
			       crash_version(&crash_disk.content.name[at]) != file)
				at++;
			if (at == crash_disk.content.name_count)
				break;
			folder = &crash_disk.content.name[at];
			(void)snprintf(longer, sizeof longer, "%.500s/%.500s", folder->name, path);
			memcpy(path, longer, sizeof path);
			file = folder->folder;
		}
		(void)strncat(path, "box.db", sizeof path - strlen(path) - 1);
		crash_mirror(path, 0);
	}
}

static inline void crash_set_name(const char *path, int file)
{
	struct crash_content *content = &crash_disk.content;
	char leaf[DISK_PATH_MAX];
	int folder = crash_folder_of(path, leaf);
	struct crash_name *name = crash_name_in(folder, leaf);

	if (!name) {
		assert_true(content->name_count < CRASH_NAMES);
		name = &content->name[content->name_count++];
		memset(name, 0, sizeof *name);
		name->folder = folder;
		memcpy(name->name, leaf, sizeof leaf);
		name->version[name->version_count++] = CRASH_NO_FILE;
	}
	if (!crash_disk.is_recording)
		name->version_count = 0;
	assert_true(name->version_count < CRASH_VERSIONS);
	name->version[name->version_count++] = file;
	crash_mirror(path, file);
}

static inline void crash_sync_folder(int folder)
{
	crash_record();
	crash_disk.syncs++;
	for (unsigned i = 0; !crash_disk.lies && i < crash_disk.content.name_count; i++)
		if (crash_disk.content.name[i].folder == folder)
			crash_settle_name(&crash_disk.content.name[i]);
}

/* --- files --- */

static inline int crash_new_file(int is_folder)
{
	struct crash_content *content = &crash_disk.content;

	assert_true(content->file_count < CRASH_FILES);
	memset(&content->file[content->file_count], 0, sizeof content->file[0]);
	content->file[content->file_count].is_folder = is_folder;
	return content->file_count++;
}

static inline void crash_resize(uint8_t **data, size_t *len, size_t to)
{
	if (to > *len || !*data) {
		*data = realloc(*data, to + 1);
		assert_non_null(*data);
	}
	if (to > *len)
		memset(*data + *len, 0, to - *len);
	*len = to;
}

static inline void crash_pend(int file, uint64_t offset, const void *data, size_t len)
{
	struct crash_content *content = &crash_disk.content;

	if (!crash_disk.is_recording)
		return;
	if (content->pending_count == content->pending_room) {
		content->pending_room = content->pending_room * 2 + 64;
		content->pending = realloc(content->pending, content->pending_room * sizeof *content->pending);
		assert_non_null(content->pending);
	}
	content->pending[content->pending_count++] =
	    (struct crash_write){file, offset, len, data ? crash_copy(data, len) : NULL};
}

static inline void crash_write(int index, uint64_t offset, const void *data, size_t len)
{
	struct crash_file *file = &crash_disk.content.file[index];

	if (len == 0)
		return;
	crash_disk.writes++;
	crash_pend(index, offset, data, len);
	if (offset + len > file->now_len)
		crash_resize(&file->now, &file->now_len, offset + len);
	memcpy(file->now + offset, data, len);
}

static inline void crash_truncate(int index, uint64_t len)
{
	struct crash_file *file = &crash_disk.content.file[index];

	if (len == file->now_len)
		return;
	crash_pend(index, len, NULL, 0);
	crash_resize(&file->now, &file->now_len, len);
}

static inline size_t crash_read(int index, uint64_t offset, void *data, size_t len)
{
	const struct crash_file *file = &crash_disk.content.file[index];
	size_t left = offset < file->now_len ? file->now_len - (size_t)offset : 0;

	if (len > left)
		len = left;
	if (len > 0)
		memcpy(data, file->now + offset, len);
	return len;
}

static inline void crash_sync(int index)
{
	struct crash_content *content = &crash_disk.content;
	struct crash_file *file = &content->file[index];
	unsigned kept = 0;

	crash_record();
	crash_disk.syncs++;
	if (crash_disk.lies || !crash_disk.is_recording)
		return;
	free(file->durable);
	file->durable = crash_copy(file->now, file->now_len);
	file->durable_len = file->now_len;
	for (unsigned i = 0; i < content->pending_count; i++) {
		if (content->pending[i].file == index)
			free(content->pending[i].data);
		else
			content->pending[kept++] = content->pending[i];
	}
	content->pending_count = kept;
}

static inline void crash_sync_all(void)
{
	for (int i = 0; i < crash_disk.content.file_count; i++)
		crash_sync(i);
	for (unsigned i = 0; !crash_disk.lies && i < crash_disk.content.name_count; i++)
		crash_settle_name(&crash_disk.content.name[i]);
}

/* --- the whole disk --- */

/* Nothing on it any more. */
static inline void crash_clear(void)
{
	if (crash_disk.mirrored[0])
		(void)unlink(crash_disk.mirrored);
	crash_disk.mirrored[0] = '\0';
	crash_content_finish(&crash_disk.content);
	crash_disk.lies = 0;
	crash_disk.syncs = crash_disk.writes = 0;
}

/* A file, as the setting of a scene. */
static inline void crash_put(const char *path, const uint8_t *data, size_t len, int is_folder)
{
	int index = crash_new_file(is_folder);
	struct crash_file *file = &crash_disk.content.file[index];

	file->now = crash_copy(data, len);
	file->now_len = len;
	crash_set_name(path, index);
}

#endif
