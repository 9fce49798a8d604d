/* The second copy of the ballot box, on a second storage device: what the recorder makes of it. The box itself keeps
 * both alike (box_pair.c). */
#include "recorder_parts.h"

#include <string.h>

static enum status mirror_path(char path[static DISK_PATH_MAX], const struct recorder *recorder, const char *name)
{
	return disk_path(path, recorder->mirror, name);
}

/* A real kiosk's second copy on the first's own device would protect from nothing: where the device is missing, the
 * folder that it would be mounted on lies there. */
static enum status look_at_mirror(const struct recorder *recorder)
{
	const struct disk *disk = recorder->disk;

	if (!disk_is_folder(disk, recorder->mirror))
		return STATUS_ABSENT;
	if (recorder->kiosk.kind == SIGN_PRACTICE)
		return STATUS_OK;
	return disk->same_device(disk->context, recorder->mirror, recorder->data) == 0 ? STATUS_OK : STATUS_ABSENT;
}

enum status recorder_open_copies(struct recorder *recorder, const struct box_identity *identity)
{
	char second[DISK_PATH_MAX];

	memset(recorder->told_lost, 0, sizeof recorder->told_lost);
	recorder->told_taken = 0;
	if (recorder->mirror[0] == '\0')
		return box_open(&recorder->box, recorder->box_path, identity);
	recorder->mirror_is = look_at_mirror(recorder);
	if (recorder->mirror_is == STATUS_OK)
		recorder->mirror_is = mirror_path(second, recorder, BOX_FILE);
	if (recorder->mirror_is != STATUS_OK)
		return box_open(&recorder->box, recorder->box_path, identity);
	return box_open_pair(&recorder->box, recorder->box_path, second, identity);
}

/* --- an older election's --- */

static int may_go(struct recorder *recorder, struct box *box)
{
	const struct box_identity *identity = box_belongs_to(box);
	uint32_t sealed, spoiled, slots, closing;
	enum voting_state state;

	if (memcmp(identity->kiosk, recorder->kiosk.key.key, SIGN_KEY_BYTES) != 0)
		return 0;
	if (box_counts(box, &sealed, &spoiled, &slots) != STATUS_OK || box_state(box, &state, &closing) != STATUS_OK)
		return 0;
	if (sealed + spoiled == 0 && state == VOTING_NEW)
		return 1;
	return recorder_check_not_erased(recorder, &identity->election) == STATUS_USED;
}

static enum status remove_from_mirror(struct recorder *recorder)
{
	static const char *const names[] = {BOX_FILE, BOX_FILE "-journal"};
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < sizeof names / sizeof names[0]; i++) {
		status = mirror_path(path, recorder, names[i]);
		if (status == STATUS_OK)
			status = disk_remove(recorder->disk, path);
	}
	return status == STATUS_OK ? disk_sync_folder(recorder->disk, recorder->mirror) : status;
}

void recorder_clear_mirror(struct recorder *recorder)
{
	const struct sentence why = recorder->why;
	char path[DISK_PATH_MAX];
	struct box *box;
	int goes;

	if (recorder->mirror[0] == '\0' || look_at_mirror(recorder) != STATUS_OK ||
	    mirror_path(path, recorder, BOX_FILE) != STATUS_OK || box_open(&box, path, NULL) != STATUS_OK)
		return;
	goes = may_go(recorder, box);
	box_close(box);
	recorder->why = why;
	/* What cannot be removed is found, and told, when the next box is opened: it is another election's. */
	if (goes && remove_from_mirror(recorder) != STATUS_OK)
		return;
}

/* --- telling --- */

static void copies_of(struct box_copies *out, const struct recorder *recorder)
{
	memset(out, 0, sizeof *out);
	if (!recorder->box || recorder->mirror[0] == '\0')
		return;
	box_look_copies(out, recorder->box);
	out->wanted = 1;
	if (recorder->mirror_is != STATUS_OK)
		out->lost[BOX_SECOND] = recorder->mirror_is;
}

enum copies recorder_copies(const struct recorder *recorder)
{
	struct box_copies copies;

	copies_of(&copies, recorder);
	if (!copies.wanted)
		return COPIES_ONE;
	if (copies.lost[BOX_FIRST] != STATUS_OK)
		return COPIES_FIRST_LOST;
	return copies.lost[BOX_SECOND] != STATUS_OK ? COPIES_SECOND_LOST : COPIES_TWO;
}

void recorder_tell_copies(struct recorder *recorder)
{
	static const char *const name[BOX_COPIES] = {"first", "second"};
	struct box_copies copies;

	copies_of(&copies, recorder);
	for (int i = 0; i < BOX_COPIES; i++) {
		struct sentence said = {""};
		if (copies.lost[i] == STATUS_OK || recorder->told_lost[i])
			continue;
		tell(&said, "the %s copy of the ballot box %s; the kiosk goes on with the other one", name[i],
		     status_phrase(copies.lost[i]));
		recorder_say(recorder, LOG_FAULT, said.text);
		recorder->told_lost[i] = 1;
	}
	for (int i = 0; i < BOX_COPIES && !recorder->told_taken; i++) {
		struct sentence said = {""};
		if (copies.taken[i] == 0)
			continue;
		tell(&said, "the %s copy of the ballot box lacked ballots and took them from the other one: %u",
		     name[i], copies.taken[i]);
		recorder_say(recorder, LOG_FAULT, said.text);
	}
	recorder->told_taken = 1;
}
