/* The file of issued tags: what is read passes every check of an election, whatever was changed in it. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <unistd.h>

#include "definition_tags.h"
#include "model/sample.h"

#include "captured.h"

enum { LINES = 40, ROUNDS = 3000, TEXT_ROOM = 8192 };

static char path[] = "/tmp/folkmoot-tags-XXXXXX";

static size_t sound_file(char *text)
{
	static const char *const places[] = {"Town hall", "Bücherei", "East library"};
	size_t len = 0;

	for (unsigned i = 0; i < LINES; i++) {
		char hex[2 * HASH_BYTES + 1];
		uint8_t tag[TAG_BYTES];
		struct hash hash;

		sample_tag(tag, i);
		issued_hash(&hash, tag);
		hex_write(hex, hash.bytes, HASH_BYTES);
		len += (size_t)snprintf(text + len, TEXT_ROOM - len, "%s\t%s\t%s\n", places[i % 3],
		                        i % 2 ? "West" : "East", hex);
	}
	return len;
}

static void put(const char *text, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

/* An election of the sample without places and tags, on the heap, so that what the loader gives it is freed with it. */
static struct election *election_of(struct sample *sample)
{
	struct election *election = calloc(1, sizeof *election);

	assert_non_null(election);
	sample_make(sample);
	*election = sample->election;
	election->places = NULL;
	election->tags = NULL;
	election->place_count = 0;
	election->tag_count = 0;
	return election;
}

static void finish(struct election *election, struct definition_tags *tags)
{
	free(election->places);
	free(election);
	definition_tags_finish(tags);
}

static void every_tag_is_found_again(void **state)
{
	static struct sample sample;
	static char text[TEXT_ROOM];
	struct definition_tags tags;
	struct election *election;
	size_t len = sound_file(text);

	(void)state;
	put(text, len);
	election = election_of(&sample);
	assert_ok(definition_tags_load(&tags, election, (const char *const[]){path}, 1));
	assert_int_equal(election->tag_count, LINES);
	assert_int_equal(election->place_count, 3);
	assert_string_equal(election->places[0], "Bücherei");
	assert_string_equal(election->places[1], "East library");
	assert_string_equal(election->places[2], "Town hall");
	assert_ok(election_check(election, NULL, NULL));
	for (unsigned i = 0; i < LINES; i++) {
		static const uint16_t place_of[] = {2, 0, 1};
		struct issued issued;
		uint8_t tag[TAG_BYTES];

		sample_tag(tag, i);
		assert_true(election_issued(&issued, election, tag));
		assert_int_equal(issued.place, place_of[i % 3]);
		assert_int_equal(issued.style, i % 2);
	}
	finish(election, &tags);
}

static uint32_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 16);
}

/* A byte changed, a piece taken away, or a piece doubled. */
static size_t damage(char *text, size_t len, uint64_t *seed)
{
	size_t at = next(seed) % len, piece = 1 + next(seed) % 90;

	if (piece > len - at)
		piece = len - at;
	switch (next(seed) % 4) {
	case 0: text[at] = (char)next(seed); return len;
	case 1: text[at] = "\t\n\r \0"[next(seed) % 5]; return len;
	case 2: memmove(text + at, text + at + piece, len - at - piece); return len - piece;
	default: memmove(text + at + piece, text + at, len - at); return len + piece;
	}
}

static void damaged_files(void **state)
{
	static struct sample sample;
	static char text[TEXT_ROOM];
	uint64_t seed = 88172645463325252U;
	unsigned read = 0, refused = 0;
	int fd, kept;

	(void)state;
	fd = captured_file(STDERR_FILENO, &kept);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct definition_tags tags;
		struct election *election = election_of(&sample);
		enum status status;

		put(text, damage(text, sound_file(text), &seed));
		status = definition_tags_load(&tags, election, (const char *const[]){path}, 1);
		if (status == STATUS_OK && election_check(election, NULL, NULL) == STATUS_OK)
			read++;
		else if (status == STATUS_RULES)
			refused++;
		finish(election, &tags);
	}
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(fd);
	print_message("# note: %u damaged files read, %u refused\n", read, refused);
	assert_int_equal(read + refused, ROUNDS); /* what is read passes the check */
	assert_true(read > ROUNDS / 100);         /* a whole line less, another digit, another letter of a place */
	assert_true(refused > ROUNDS / 4);
}

static int begin(void **state)
{
	int fd = mkstemp(path);

	if (fd < 0)
		return -1;
	close(fd);
	return start_crypto(state);
}

static int end(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_tag_is_found_again),
	    cmocka_unit_test(damaged_files),
	};

	return cmocka_run_group_tests_name("definition tags", tests, begin, end);
}
