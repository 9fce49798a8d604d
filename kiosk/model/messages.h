/* Every word the kiosk says, by id and language. A catalogue is a text of lines "id = words"
 * (assets/messages/LANGUAGE.txt), built into the program; "#" starts a comment line, "\n" in the words is a line break.
 * Words may hold {0} to {9}: filled in by message_format. */
#ifndef FOLKMOOT_MESSAGES_H
#define FOLKMOOT_MESSAGES_H

#include <stddef.h>
#include <stdint.h>

#include "plural.h"
#include "status.h"

/* The built-in catalogues, made from assets/messages by `embed`. */
struct catalogue {
	const char *language; /* BCP 47: "en", "pt" */
	const char *text;
	size_t text_len;
};
extern const struct catalogue catalogues[];
extern const unsigned catalogue_count;

/* Message ids are one list, MESSAGE_LIST in messages_list.h: X(id_in_c, "id.in.catalogue", number of places to fill).
 */
#include "messages_list.h"
enum message {
#define X(name, key, places) MESSAGE_##name,
	MESSAGE_LIST(X)
#undef X
	    MESSAGE_COUNT
};

/* The language that stands in for words another one lacks. */
#define MESSAGES_MAIN "en"

struct messages {
	char language[16];
	int right_to_left;             /* language.direction is "rtl" */
	const char *of[MESSAGE_COUNT]; /* NUL-terminated, in pool; the last of its forms where there are several */
	/* Words that change with a number, "id[few] = words"; NULL where the language has no such form. */
	const char *form[MESSAGE_COUNT][PLURAL_CATEGORIES];
	char *pool; /* owned */
};

/* Reads a catalogue that must be complete. Refuses a missing, unknown or repeated id or form, places that do not match
 * and text that is not clean UTF-8; *line says where (the last line where something is missing). messages_check.h names
 * all that is wrong. */
enum status MUST_CHECK messages_read(struct messages *out, const char *language, const char *text, size_t text_len,
                                     unsigned *line);
/* The built-in catalogue for a BCP 47 tag: exact, else by its main language ("pt-BR" -> "pt"); STATUS_ABSENT where
 * there is none. A line that is missing there, or cannot be used, is said in English. */
enum status MUST_CHECK messages_load(struct messages *out, const char *language);
void messages_finish(struct messages *messages);
/* One message of a language's built-in catalogue, without loading the rest: for "touch to start" in every language.
 * STATUS_ABSENT where there is no such catalogue, STATUS_NO_ROOM. */
enum status MUST_CHECK messages_peek(char *out, size_t room, const char *language, enum message id);

/* Fills {0}… from args into out (always NUL-terminated; cut at a character's end where the room is too small). In a
 * language that runs from the right each argument stands between U+2068 and U+2069, which are neither drawn nor spoken,
 * so that £125,000 is not turned round. Returns out. */
const char *message_format(char *out, size_t room, const struct messages *messages, enum message id,
                           const char *const *args, unsigned arg_count);
/* As message_format, in the form that goes with a number (which is filled in only where args hold it): its plural
 * category's, for 0 the form "zero" in any language that has one. */
const char *message_counted(char *out, size_t room, const struct messages *messages, enum message id, uint64_t number,
                            const char *const *args, unsigned arg_count);
/* An amount in words to be spoken, from its number: "125000 pounds", "1 pound 50", in the language's plural; for a
 * currency whose name the catalogue does not know, digits and the code's letters. */
void money_speak(char *out, size_t room, const struct messages *messages, const char *currency, unsigned minor_digits,
                 uint64_t amount);
/* A number to be spoken: plain digits. */
void number_speak(char *out, size_t room, uint64_t number);
/* An amount of money, given in minor units, by the language's habits: group mark, place of the sign. "£125,000" without
 * ".00"; "£125,000.50" only where it is not whole. */
void money_format(char *out, size_t room, const struct messages *messages, const char *currency, unsigned minor_digits,
                  uint64_t amount);
/* "£" for "GBP"; the code itself where no sign is known. */
const char *currency_sign(const char *currency);
void number_format(char *out, size_t room, const struct messages *messages, uint64_t number);

#endif
