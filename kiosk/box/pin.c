#include "pin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "statement.h"

static const char title[] = "folkmoot pin-tries";
enum { VERSION = 1, FILE_MAX = 64, WRONG_MAX = 1000000 };

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
		status = disk_replace(guard->disk, guard->folder, PIN_FILE, text, statement_len(&writer));
	return status;
}

void pin_init(struct pin_guard *guard, const struct disk *disk, const char *folder)
{
	char path[DISK_PATH_MAX];
	struct statement_reader reader;
	uint8_t *text = NULL;
	uint64_t wrong;
	size_t len;

	memset(guard, 0, sizeof *guard);
	guard->disk = disk;
	(void)snprintf(guard->folder, sizeof guard->folder, "%s", folder);
	if (disk_path(path, folder, PIN_FILE) == STATUS_OK &&
	    disk_read(&text, &len, disk, path, FILE_MAX) == STATUS_OK) {
		statement_reader_init(&reader, (const char *)text, len, title, VERSION);
		wrong = statement_number(&reader, "wrong");
		if (statement_finish(&reader) == STATUS_OK)
			guard->wrong = wrong < WRONG_MAX ? (uint32_t)wrong : WRONG_MAX;
	}
	free(text);
	guard->wait_until_ms = disk->monotonic_ms(disk->context) + wait_ms(guard->wrong);
}

uint32_t pin_wait_s(const struct pin_guard *guard)
{
	uint64_t now = guard->disk->monotonic_ms(guard->disk->context);

	return now >= guard->wait_until_ms ? 0 : (uint32_t)((guard->wait_until_ms - now + 999) / 1000);
}

enum status pin_trying(struct pin_guard *guard)
{
	if (guard->wrong < WRONG_MAX)
		guard->wrong++;
	return keep(guard);
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
