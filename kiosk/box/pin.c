#include "pin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "statement.h"

static const char title[] = "folkmoot pin-tries";
enum { VERSION = 1, FILE_MAX = 64, WRONG_MAX = 1000000, WRONG_LONGEST = 11 };

static uint64_t wait_ms(uint32_t wrong)
{
	uint64_t seconds = PIN_WAIT_MAX_S;

	if (wrong == 0)
		return 0;
	if (wrong <= 10 && (uint64_t)1 << (wrong - 1) < seconds)
		seconds = (uint64_t)1 << (wrong - 1);
	return seconds * 1000;
}

static enum status keep(const struct pin_guard *guard)
{
	char text[FILE_MAX];
	struct statement_writer writer;
	enum status status;

	statement_writer_init(&writer, text, sizeof text, title, VERSION);
	statement_put_number(&writer, "wrong", guard->wrong);
	status = statement_writer_finish(&writer);
	if (status == STATUS_OK)
		status = disk_replace(guard->disk, guard->folder, guard->name, text, statement_len(&writer));
	return status;
}

static enum status read_wrong(uint32_t *out, const struct disk *disk, const char *folder, const char *name)
{
	char path[DISK_PATH_MAX];
	struct statement_reader reader;
	uint8_t *text = NULL;
	uint64_t wrong = 0;
	size_t len;
	enum status status = disk_path(path, folder, name);

	if (status == STATUS_OK)
		status = disk_read(&text, &len, disk, path, FILE_MAX);
	if (status != STATUS_OK)
		return status;
	statement_reader_init(&reader, (const char *)text, len, title, VERSION);
	wrong = statement_number(&reader, "wrong");
	*out = wrong < WRONG_MAX ? (uint32_t)wrong : WRONG_MAX;
	status = statement_finish(&reader);
	free(text);
	return status == STATUS_OK ? STATUS_OK : STATUS_DAMAGED;
}

void pin_init(struct pin_guard *guard, const struct disk *disk, const char *folder, const char *name,
              enum pin_past past)
{
	enum status status;

	memset(guard, 0, sizeof *guard);
	guard->disk = disk;
	(void)snprintf(guard->folder, sizeof guard->folder, "%s", folder);
	guard->name = name;
	status = read_wrong(&guard->wrong, disk, folder, name);
	if (status == STATUS_ABSENT && past == PIN_NEVER_TRIED)
		guard->wrong = 0;
	else if (status != STATUS_OK)
		guard->wrong = WRONG_LONGEST;
	guard->wait_until_ms = disk->monotonic_ms(disk->context) + wait_ms(guard->wrong);
}

enum status pin_begin(const struct disk *disk, const char *folder, const char *name)
{
	struct pin_guard guard = {.disk = disk, .name = name};

	(void)snprintf(guard.folder, sizeof guard.folder, "%s", folder);
	return keep(&guard);
}

uint32_t pin_wait_s(const struct pin_guard *guard)
{
	uint64_t now = guard->disk->monotonic_ms(guard->disk->context);

	return now >= guard->wait_until_ms ? 0 : (uint32_t)((guard->wait_until_ms - now + 999) / 1000);
}

enum status pin_trying(struct pin_guard *guard)
{
	uint32_t before = guard->wrong;
	enum status status;

	if (guard->wrong < WRONG_MAX)
		guard->wrong++;
	status = keep(guard);
	if (status != STATUS_OK)
		guard->wrong = before;
	return status;
}

void pin_was_wrong(struct pin_guard *guard)
{
	guard->wait_until_ms = guard->disk->monotonic_ms(guard->disk->context) + wait_ms(guard->wrong);
}

enum status pin_was_right(struct pin_guard *guard)
{
	guard->wrong = 0;
	guard->wait_until_ms = 0;
	return keep(guard);
}
