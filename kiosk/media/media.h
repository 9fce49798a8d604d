/* The stick's hands: file operations beneath one folder, asked for by the recorder over a channel (channel.h) and
 * carried out by a process that can do nothing else. One request, one reply, of fixed sizes; data goes in parts. Paths
 * are relative to the stick's folder ("" is the folder itself); no link is ever followed, and nothing but plain files
 * and folders is opened: no device, no pipe. A folder may come and go, as sticks do: every path begins at it anew. */
#ifndef FOLKMOOT_MEDIA_H
#define FOLKMOOT_MEDIA_H

#include <stdint.h>
#include <sys/types.h>

#include "status.h"

enum {
	MEDIA_PATH_MAX = 1024,
	MEDIA_DATA_MAX = 64 * 1024,
	MEDIA_FILES_MAX = 80,
	MEDIA_PEEK_MAX = 512,
	MEDIA_NAMES_MAX = 250000, /* looked at in one folder; then E2BIG: a damaged folder may have no end */
};

#define MEDIA_ASKS 0x6b73616du
#define MEDIA_SAYS 0x73796173u

enum media_call {
	MEDIA_OPEN = 1,    /* path, flags -> number: the open file */
	MEDIA_READ,        /* file, len -> data, len: 0 at the end */
	MEDIA_WRITE,       /* file, data, len -> number: so many bytes were written */
	MEDIA_TRUNCATE,    /* file, number */
	MEDIA_SYNC,        /* file */
	MEDIA_SYNC_ALL,    /* file: its whole file system */
	MEDIA_CLOSE,       /* file */
	MEDIA_RENAME,      /* path, other */
	MEDIA_REMOVE,      /* path: a file or an empty folder */
	MEDIA_REMOVE_AT,   /* file: a folder; path: a name in it */
	MEDIA_DEVICE,      /* path -> number: st_dev */
	MEDIA_MAKE_FOLDER, /* path */
	MEDIA_NAMES,       /* file: a folder -> data: the next names, each with its NUL; len 0: no more */
	MEDIA_RESERVE,     /* file, number: room, the length stays */
	MEDIA_FREE,        /* path -> number: bytes free */
	/* Is the folder there, and what is in the small file path? -> number: its st_dev; data, len: the file, len 0
	 * where there is none or it is longer than MEDIA_PEEK_MAX */
	MEDIA_PEEK,
};

enum media_flag {
	MEDIA_FOR_READING = 1 << 0,
	MEDIA_FOR_WRITING = 1 << 1,
	MEDIA_CREATE = 1 << 2,
	MEDIA_NEW = 1 << 3, /* with CREATE: must not be there */
	MEDIA_CUT = 1 << 4, /* to nothing */
	MEDIA_FOLDER = 1 << 5,
	MEDIA_DIRECT = 1 << 6, /* past the page cache */
	MEDIA_LOOK = 1 << 7,   /* only whether there is something of that name */
};

struct media_request {
	uint32_t magic, id;
	uint32_t call, flags;
	int32_t file;
	uint32_t len;
	uint64_t number;
	char path[MEDIA_PATH_MAX], other[MEDIA_PATH_MAX];
	uint8_t data[MEDIA_DATA_MAX];
};

/* data stands first, so that a reply at a page's beginning can be read into past the page cache. */
struct media_reply {
	uint8_t data[MEDIA_DATA_MAX];
	uint32_t magic, id;
	int32_t error; /* 0, or what errno was */
	uint32_t len;
	uint64_t number;
};

struct media_file {
	int file;       /* -1: free */
	uint32_t names; /* told so far, of a folder */
};

struct media {
	const char *root; /* the stick's folder */
	struct media_file files[MEDIA_FILES_MAX];
	/* Called with the folder's descriptor before anything beneath it is looked at for the first time; 0 where it
	 * may not be used. NULL: always */
	int (*enter)(void *context, int root);
	void *enter_context;
	dev_t device; /* of the folder that was entered */
	ino_t inode;
	int has_entered, was_readable;
	int has_left; /* another folder lies there now: this helper can do no more */
};

void media_init(struct media *media, const char *root, int (*enter)(void *context, int root), void *context);
/* Closes every file. */
void media_forget(struct media *media);
/* Carries out one request, whatever is in it. Both at 4096-byte boundaries. */
void media_answer(struct media *media, struct media_reply *reply, const struct media_request *request);
/* The stick's folder, entered: an O_PATH descriptor of the caller's, or -1 and errno. */
int media_root(struct media *media);

#endif
