/* What people type: voting codes and confirmation codes. A code that is taken has its letters; with any one of them
 * exchanged for another, or two neighbours for each other, it is refused. */
#include "fuzz.h"
#include "voting_code.h"

static void check_code(const char *text)
{
	char letters[VOTING_CODE_LETTERS + 1], other[VOTING_CODE_LETTERS + 1];
	char grouped[VOTING_CODE_TEXT];

	if (voting_code_check(text) != STATUS_OK)
		return;
	must(strlen(text) == VOTING_CODE_LETTERS);
	memcpy(letters, text, sizeof letters);
	voting_code_text(grouped, letters);
	must(strlen(grouped) == VOTING_CODE_TEXT - 1);
	for (unsigned i = 0; i < VOTING_CODE_LETTERS; i++) {
		must(voting_code_letter((unsigned char)letters[i]) == letters[i]);
		memcpy(other, letters, sizeof other);
		other[i] = letters[i] == '2' ? '3' : '2';
		must(voting_code_check(other) == STATUS_MISMATCH);
		memcpy(other, letters, sizeof other);
		if (i == 0 || letters[i] == letters[i - 1])
			continue;
		other[i] = letters[i - 1];
		other[i - 1] = letters[i];
		must(voting_code_check(other) == STATUS_MISMATCH);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char normal[CODE_TEXT_BYTES], again[CODE_TEXT_BYTES], folded[VOTING_CODE_LETTERS + 1] = "";
	char *text = text_copy(data, len);
	size_t used = 0;

	check_code(text);
	for (size_t i = 0; i < len && used < VOTING_CODE_LETTERS; i++) {
		char letter = voting_code_letter(data[i]);

		if (letter)
			folded[used++] = letter;
	}
	check_code(folded);
	if (confirmation_normalise(normal, text) == STATUS_OK) {
		must(strlen(normal) == CODE_TEXT_BYTES - 1);
		must(confirmation_normalise(again, normal) == STATUS_OK);
		must_equal(again, sizeof again, normal, sizeof normal);
	}
	free(text);
	return 0;
}
