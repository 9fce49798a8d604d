/* A catalogue of messages, which must be complete: the first byte chooses the language. */
#include "bytes.h"
#include "fuzz.h"
#include "messages.h"
#include "messages_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const languages[] = {"en", "ar", "pl", "pt-BR", "so", "xx"};
	static struct messages messages;
	struct catalogue_line line;
	const char *text;
	size_t text_len, line_len;
	unsigned at = 0;

	if (len == 0)
		return 0;
	text = (const char *)data + 1;
	text_len = len - 1;
	if (messages_read(&messages, languages[data[0] % 6], text, text_len, &at) == STATUS_OK) {
		for (unsigned id = 0; id < MESSAGE_COUNT; id++)
			must(messages.of[id] != NULL && text_is_clean(messages.of[id], strlen(messages.of[id])));
		messages_finish(&messages);
	}
	while (text_len > 0) {
		const char *start = catalogue_take_line(&text, &text_len, &line_len);

		if (catalogue_split(&line, start, line_len) != STATUS_OK || line.key_len == 0)
			continue;
		must(line.key_len + line.words_len <= line_len && line.form_len <= line_len);
		must(line.words + line.words_len <= start + line_len);
		must(catalogue_find(&line) <= MESSAGE_COUNT && catalogue_form(&line) <= PLURAL_CATEGORIES);
		(void)words_places(line.words, line.words_len);
	}
	return 0;
}
