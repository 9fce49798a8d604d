/* A catalogue as `folkmoot messages` and the screen take it, with whatever it lacks: every message has words in the
 * end, and each fault is told in a sentence. The first byte chooses the language. */
#include "bytes.h"
#include "fuzz.h"
#include "messages.h"
#include "messages_check.h"
#include "messages_inside.h"

static unsigned told;

static void hear(void *context, unsigned line, const char *what)
{
	(void)context;
	(void)line;
	must(what[0] != '\0' && strlen(what) < CATALOGUE_FAULT);
	told++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const languages[] = {"en", "ar", "pl", "pt-BR", "so", "xx"};
	static const struct catalogue_listener listener = {hear, NULL};
	static struct messages messages;
	struct catalogue catalogue = {.text = (const char *)data + 1, .text_len = len - 1};

	if (len == 0)
		return 0;
	catalogue.language = languages[data[0] % 6];
	told = 0;
	must(catalogue_check(catalogue.language, catalogue.text, catalogue.text_len, &listener) == told);
	must(catalogue_load(&messages, &catalogue) == STATUS_OK);
	for (unsigned id = 0; id < MESSAGE_COUNT; id++)
		must(messages.of[id] != NULL && text_is_clean(messages.of[id], strlen(messages.of[id])));
	messages_finish(&messages);
	return 0;
}
