/* The media helper before a recorder that asks for anything: a row of requests on a folder of its own with files, links
 * that lead out, a pipe. Nothing beside the folder is seen or touched, and every reply is within its bounds. What would
 * fill the disk, or wait for it, is left out. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "media.h"

enum { REQUESTS = 12, ROOM = 1 << 20 };

static char outer[64], root[128], secret[128];
static const char words[] = "nothing for a stick";

int fallocate(int file, int mode, off_t from, off_t len)
{
	(void)file;
	(void)mode;
	errno = ENOSPC;
	return from + len < ROOM ? 0 : -1;
}

int fsync(int file)
{
	(void)file;
	return 0;
}

int syncfs(int file)
{
	(void)file;
	return 0;
}

static void put_in(const char *folder, const char *name, const char *content)
{
	char path[256];
	int file;

	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	must(file >= 0 && write(file, content, strlen(content)) == (ssize_t)strlen(content));
	(void)close(file);
}

static void empty(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[400];

	must(dir != NULL);
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (unlink(path) != 0 && errno == EISDIR) {
			empty(path);
			(void)rmdir(path);
		}
	}
	(void)closedir(dir);
}

static void lay_out(void)
{
	char path[256];

	put_in(root, "a", "the first file");
	put_in(root, "b.election", "another");
	(void)snprintf(path, sizeof path, "%s/d", root);
	(void)mkdir(path, 0700);
	put_in(path, "e", "one below");
	(void)snprintf(path, sizeof path, "%s/l", root);
	(void)!symlink("../secret", path);
	(void)snprintf(path, sizeof path, "%s/m", root);
	(void)!symlink(outer, path);
	(void)snprintf(path, sizeof path, "%s/p", root);
	(void)mkfifo(path, 0600);
}

static void clean_up(void)
{
	empty(outer);
	(void)rmdir(root);
	(void)rmdir(outer);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	(void)snprintf(outer, sizeof outer, "%s/folkmoot-fuzz-XXXXXX",
	               access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	must(mkdtemp(outer) != NULL);
	(void)snprintf(root, sizeof root, "%s/stick", outer);
	(void)snprintf(secret, sizeof secret, "%s/secret", outer);
	must(mkdir(root, 0700) == 0);
	put_in(outer, "secret", words);
	(void)atexit(clean_up);
	return 0;
}

/* Paths of one or two bytes are one of those that are there, or lead out. */
static void take_path(char out[static MEDIA_PATH_MAX], struct input *input)
{
	static const char *const known[] = {
	    "a",         "b.election",     "d", "d/e",   "l", "m/secret", "p",           "new",
	    "../secret", "d/../../secret", "",  "d/new", ".", "..",       "/etc/passwd", "d/."};
	size_t len;
	const uint8_t *part = take_part(input, &len);

	memset(out, 0, MEDIA_PATH_MAX);
	if (len == 1)
		(void)snprintf(out, MEDIA_PATH_MAX, "%s", known[part[0] % 16]);
	else
		memcpy(out, part, len < MEDIA_PATH_MAX ? len : MEDIA_PATH_MAX);
}

static void must_be_sound(const struct media_reply *reply, const struct media_request *request)
{
	must(reply->magic == MEDIA_SAYS && reply->id == request->id && reply->len <= MEDIA_DATA_MAX);
	must(reply->error == 0 || (reply->error > 0 && reply->len == 0));
	must(reply->error != 0 || request->magic == MEDIA_ASKS);
	if (reply->len > 0)
		must(memmem(reply->data, reply->len, words, strlen(words)) == NULL);
}

static void nothing_beside(void)
{
	char content[64] = "";
	int file = open(secret, O_RDONLY | O_NOFOLLOW);

	must(file >= 0 && read(file, content, sizeof content) == (ssize_t)strlen(words));
	must(memcmp(content, words, strlen(words)) == 0);
	(void)close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static _Alignas(4096) struct media_request request;
	static _Alignas(4096) struct media_reply reply;
	struct input input = {data, len};
	struct media media;
	uint8_t how, head[4];

	lay_out();
	media_init(&media, root, NULL, NULL);
	for (int i = 0; i < REQUESTS && input.len > 0; i++) {
		take(&input, head, sizeof head);
		memset(&request, 0, sizeof request);
		request.magic = head[0] & 0x80 ? head[1] : MEDIA_ASKS;
		request.id = (uint32_t)i;
		request.call = head[0] & 0x1f;
		request.flags = head[1];
		request.file = (int8_t)head[2];
		how = head[3];
		request.len = how & 0x80 ? MEDIA_DATA_MAX + how : how;
		if (how & 1)
			take(&input, &request.number, how & 2 ? 8 : 2);
		take_path(request.path, &input);
		if (how & 4)
			take_path(request.other, &input);
		memset(&reply, 0x5a, sizeof reply);
		media_answer(&media, &reply, &request);
		must_be_sound(&reply, &request);
		must(memchr(request.path, 0, MEDIA_PATH_MAX) != NULL || reply.error != 0);
	}
	media_forget(&media);
	nothing_beside();
	empty(root);
	return 0;
}
