/* Words with places to fill, amounts of money, numbers: whatever the words and the arguments, and however small the
 * room, what comes out ends in a NUL within it, and is clean where they are. */
#include "bytes.h"
#include "fuzz.h"
#include "messages.h"

enum { ROOM = 400 };

static void must_fit(const char *out, size_t room)
{
	must(memchr(out, '\0', room) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct messages english, messages;
	struct input input = {data, len};
	uint8_t head[4];
	char *words, *args[2], *out;
	uint64_t amount;
	size_t room, part_len;
	const uint8_t *part;
	int clean;

	if (!english.pool)
		must(messages_load(&english, "en") == STATUS_OK);
	messages = english;
	take(&input, head, sizeof head);
	take(&input, &amount, sizeof amount);
	room = 1 + (size_t)(head[0] | head[1] << 8) % ROOM;
	for (int i = 0; i < 2; i++) {
		part = take_part(&input, &part_len);
		args[i] = text_copy(part, part_len);
	}
	words = text_copy(input.data, input.len);
	clean = text_is_clean(words, strlen(words)) && text_is_clean(args[0], strlen(args[0])) &&
	        text_is_clean(args[1], strlen(args[1]));
	messages.right_to_left = head[2] & 1;
	messages.of[MESSAGE_PROJECTS_CONTEST] = words;
	for (unsigned i = 0; i < PLURAL_CATEGORIES; i++)
		messages.form[MESSAGE_PROJECTS_CONTEST][i] = head[2] >> (1 + i) & 1 ? words : NULL;
	out = malloc(room);
	must(out != NULL);
	(void)message_format(out, room, &messages, MESSAGE_PROJECTS_CONTEST, (const char *const *)args, head[3] % 3);
	must_fit(out, room);
	must(!clean || head[2] & 1 || text_is_clean(out, strlen(out)));
	(void)message_counted(out, room, &messages, MESSAGE_PROJECTS_CONTEST, amount, (const char *const *)args,
	                      head[3] % 3);
	must_fit(out, room);
	money_format(out, room, &messages, args[0], head[3] % 5, amount);
	must_fit(out, room);
	money_speak(out, room, &messages, args[0], head[3] % 5, amount);
	must_fit(out, room);
	number_format(out, room, &messages, amount);
	must_fit(out, room);
	free(out);
	free(words);
	free(args[0]);
	free(args[1]);
	return 0;
}
