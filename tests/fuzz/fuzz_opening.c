/* The opening of a test vote, one line of text. */
#include "fuzz.h"
#include "opening.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct opening opening;
	char again[OPENING_TEXT_MAX];

	if (opening_read(&opening, (const char *)data, len) != STATUS_OK)
		return 0;
	must(opening_write(again, &opening) == STATUS_OK);
	must_equal(again, strlen(again), data, len);
	return 0;
}
