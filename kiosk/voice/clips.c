#include "clips.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "election_faults.h"

/* A file that could shrink under a mapping would end this process. */
static int is_sealed(int shared)
{
	const int needed = F_SEAL_WRITE | F_SEAL_SHRINK;
	int seals = fcntl(shared, F_GET_SEALS);

	return seals >= 0 && (seals & needed) == needed;
}

void clips_take(struct clips *clips, int shared)
{
	struct problem problem = {{0}, {0}, {0}};
	struct stat file;

	memset(clips, 0, sizeof(*clips));
	if (shared < 0 || !is_sealed(shared) || fstat(shared, &file) != 0)
		return;
	if (file.st_size <= 0 || file.st_size > ELECTION_MAX_BYTES)
		return;
	clips->body = mmap(NULL, (size_t)file.st_size, PROT_READ, MAP_SHARED, shared, 0);
	if (clips->body == MAP_FAILED) {
		clips->body = NULL;
		return;
	}
	clips->body_len = (size_t)file.st_size;
	if (election_read(&clips->election, &problem, clips->body, clips->body_len) != STATUS_OK)
		clips_drop(clips);
}

void clips_drop(struct clips *clips)
{
	election_destroy(clips->election);
	if (clips->body)
		munmap(clips->body, clips->body_len);
	memset(clips, 0, sizeof(*clips));
}
