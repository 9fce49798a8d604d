/* A slot's pages as they lie in the box: nothing but exactly what would have been written is read as a ballot. The
 * first byte says whether the pages are sealed anew, or the input's as they are. */
#include "box_rows.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct box_record record, again;
	static uint8_t pages[LOGICAL_MAX], want[LOGICAL_MAX];
	static const uint8_t box_key[BOX_KEY_BYTES] = {3};
	struct input input = {data, len};
	struct box_keys keys;
	enum box_table table;
	uint32_t slot;
	uint8_t what;

	take(&input, &what, 1);
	take(&input, &slot, sizeof slot);
	table = what & 1 ? TABLE_SPOILED : TABLE_SLOTS;
	box_keys_derive(&keys, box_key);
	if (what & 2) {
		take(&input, &record, sizeof record);
		record.len = (uint16_t)(record.len % (table == TABLE_SPOILED ? OPENED_MAX + 1 : BOX_BODY_MAX + 1));
		record_write(pages, &keys, table, slot, &record);
		must(record_read(&again, pages, &keys, table, slot) == STATUS_OK);
		must(again.len == record.len && memcmp(again.content, record.content, record.len) == 0);
		/* One bit of it is enough. */
		pages[(what / 4U * 61U) % ((size_t)box_pages(table) * ROW_BYTES)] ^= (uint8_t)(1U << slot % 8);
		must(record_read(&again, pages, &keys, table, slot) == STATUS_DAMAGED);
		return 0;
	}
	take(&input, pages, (size_t)box_pages(table) * ROW_BYTES);
	if (record_read(&record, pages, &keys, table, slot) != STATUS_OK)
		return 0;
	record_write(want, &keys, table, slot, &record);
	must_equal(want, (size_t)box_pages(table) * ROW_BYTES, pages, (size_t)box_pages(table) * ROW_BYTES);
	return 0;
}
