/* Running a command of the program within a test, with what it says on stdout and stderr caught. */
#ifndef FOLKMOOT_TESTS_TOOLS_CAPTURED_H
#define FOLKMOOT_TESTS_TOOLS_CAPTURED_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CAPTURED_ROOM = 256 * 1024 };

struct captured {
	int code;
	char out[CAPTURED_ROOM], err[CAPTURED_ROOM];
};

static inline int captured_file(int over, int *kept)
{
	char path[] = "/tmp/folkmoot-captured-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		abort();
	unlink(path);
	*kept = dup(over);
	if (dup2(fd, over) < 0)
		abort();
	return fd;
}

static inline void captured_end(char *text, int fd, int over, int kept)
{
	ssize_t len;

	lseek(fd, 0, SEEK_SET);
	len = read(fd, text, CAPTURED_ROOM - 1);
	text[len < 0 ? 0 : len] = '\0';
	close(fd);
	dup2(kept, over);
	close(kept);
}

/* words: NULL-terminated, the command's own word first. */
static inline void capture(struct captured *out, int (*command)(int argc, char **argv), const char *const *words)
{
	char *argv[64];
	int argc = 0, kept_out, kept_err, fd_out, fd_err;

	while (words[argc] && argc < 63) {
		argv[argc] = strdup(words[argc]);
		argc++;
	}
	argv[argc] = NULL;
	fflush(NULL);
	fd_out = captured_file(STDOUT_FILENO, &kept_out);
	fd_err = captured_file(STDERR_FILENO, &kept_err);
	/* The command may move its words about. */
	char *own[64];
	memcpy(own, argv, sizeof own);
	out->code = command(argc, argv);
	fflush(NULL);
	captured_end(out->out, fd_out, STDOUT_FILENO, kept_out);
	captured_end(out->err, fd_err, STDERR_FILENO, kept_err);
	for (int i = 0; i < argc; i++)
		free(own[i]);
}

#endif
