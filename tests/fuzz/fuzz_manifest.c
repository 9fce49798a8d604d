/* A list of files with their SHA-256. */
#include "fuzz.h"
#include "manifest.h"

enum { MOST = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct manifest_entry entries[MOST];
	static char again[MOST * (MANIFEST_NAME_MAX + 80)];
	size_t count = 0, again_len = 0;

	if (manifest_read(entries, MOST, &count, (const char *)data, len) != STATUS_OK)
		return 0;
	for (size_t i = 0; i < count; i++)
		must(entries[i].name[0] != '/' && strstr(entries[i].name, "..") == NULL);
	must(manifest_write(again, sizeof again, &again_len, entries, count) == STATUS_OK);
	must_equal(again, again_len, data, len);
	return 0;
}
