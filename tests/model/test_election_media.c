/* Pictures and recorded clips in the canonical bytes: what is written is read and found, whatever else is refused. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/sample.h"

enum { PICTURES = 3, CLIPS = 5 };

struct media {
	struct sample sample;
	struct election_picture picture[PICTURES];
	struct election_clip clip[CLIPS];
	uint8_t pixels[PICTURES][2 * 4 * 3];
	uint8_t sound[CLIPS][16];
	size_t plain_len; /* of the bytes without any of it */
};

static size_t write_body(uint8_t *body, const struct election *election)
{
	struct writer writer;

	writer_init(&writer, body, SAMPLE_BYTES);
	assert_ok(election_write(&writer, election));
	return writer_len(&writer);
}

static void media_make(struct media *out)
{
	static const struct {
		uint8_t contest;
		uint16_t project, width, height;
	} pictures[PICTURES] = {{0, 1, 4, 3}, {0, 5, 1, 1}, {2, 0, 3, 4}};
	static const struct {
		uint8_t language;
		const char *text;
	} clips[CLIPS] = {
	    {0, "Canal lights"}, {0, "Canal lights at night"}, {0, "Łódź"}, {1, "Canal lights"}, {1, "Duas\nlinhas."},
	};
	static uint8_t body[SAMPLE_BYTES];

	memset(out, 0, sizeof *out);
	sample_make(&out->sample);
	for (unsigned i = 0; i < PICTURES; i++)
		out->sample.project[pictures[i].contest][pictures[i].project].picture_alt.in[0] = "A row of trees.";
	out->plain_len = write_body(body, &out->sample.election);
	for (unsigned i = 0; i < PICTURES; i++) {
		example_bytes(out->pixels[i], sizeof out->pixels[i], "pixels");
		out->picture[i] = (struct election_picture){pictures[i].contest, pictures[i].project, pictures[i].width,
		                                            pictures[i].height, out->pixels[i]};
	}
	for (unsigned i = 0; i < CLIPS; i++) {
		example_bytes(out->sound[i], sizeof out->sound[i], "sound");
		out->clip[i] = (struct election_clip){clips[i].language, clips[i].text, 16 - i, out->sound[i]};
	}
	out->sample.election.pictures = out->picture;
	out->sample.election.picture_count = PICTURES;
	out->sample.election.clips = out->clip;
	out->sample.election.clip_count = CLIPS;
}

static void same_media(const struct election *a, const struct election *b)
{
	assert_int_equal(a->picture_count, b->picture_count);
	assert_int_equal(a->clip_count, b->clip_count);
	for (unsigned i = 0; i < a->picture_count; i++) {
		assert_int_equal(a->pictures[i].contest, b->pictures[i].contest);
		assert_int_equal(a->pictures[i].project, b->pictures[i].project);
		assert_int_equal(a->pictures[i].width, b->pictures[i].width);
		assert_int_equal(a->pictures[i].height, b->pictures[i].height);
		assert_memory_equal(a->pictures[i].pixels, b->pictures[i].pixels, picture_bytes(&a->pictures[i]));
	}
	for (unsigned i = 0; i < a->clip_count; i++) {
		assert_int_equal(a->clips[i].language, b->clips[i].language);
		assert_string_equal(a->clips[i].text, b->clips[i].text);
		assert_int_equal(a->clips[i].samples, b->clips[i].samples);
		assert_memory_equal(a->clips[i].sound, b->clips[i].sound, a->clips[i].samples);
	}
}

/* With both, with either, and with neither: then the bytes are what they always were. */
static void what_is_written_is_read(void **state)
{
	static struct media media;
	static uint8_t body[SAMPLE_BYTES], again[SAMPLE_BYTES];
	struct election *given = &media.sample.election, *election;
	struct problem problem;

	(void)state;
	for (unsigned have = 0; have < 4; have++) {
		size_t len;
		media_make(&media);
		given->picture_count = have & 1 ? PICTURES : 0;
		given->clip_count = have & 2 ? CLIPS : 0;
		len = write_body(body, given);
		assert_ok(election_read(&election, &problem, body, len));
		same_media(given, election);
		assert_int_equal(write_body(again, election), len);
		assert_memory_equal(body, again, len);
		if (have == 0)
			assert_ptr_equal(election->tags, body + len - (size_t)SAMPLE_TAGS * ISSUED_BYTES);
		if (have & 2) /* a view of the last byte, no copy */
			assert_ptr_equal(election->clips[CLIPS - 1].sound + election->clips[CLIPS - 1].samples,
			                 body + len);
		election_destroy(election);
	}
}

/* Also for what is not there, before, between and after what is. */
static void pictures_and_clips_are_found(void **state)
{
	static struct media media;
	const struct election *election = &media.sample.election;
	unsigned found = 0;

	(void)state;
	media_make(&media);
	for (unsigned contest = 0; contest < SAMPLE_CONTESTS + 1; contest++)
		for (unsigned project = 0; project < SAMPLE_PROJECTS; project++) {
			int at = election_picture_of(election, contest, project);
			if (at < 0)
				continue;
			found++;
			assert_int_equal(media.picture[at].contest, contest);
			assert_int_equal(media.picture[at].project, project);
		}
	assert_int_equal(found, PICTURES);
	for (unsigned i = 0; i < CLIPS; i++) {
		char words[80]; /* a part of a longer text, without a NUL */
		size_t len = strlen(media.clip[i].text);
		snprintf(words, sizeof words, "%s and more", media.clip[i].text);
		assert_ptr_equal(election_clip_of(election, media.clip[i].language, words, len), &media.clip[i]);
		assert_null(election_clip_of(election, media.clip[i].language, words, len - 1));
		assert_null(election_clip_of(election, media.clip[i].language, words, len + 1));
		assert_null(election_clip_of(election, 2, words, len));
	}
	assert_null(election_clip_of(election, 1, "Łódź", strlen("Łódź")));
	assert_null(election_clip_of(election, 0, "", 0));
	media.sample.election.clip_count = 0;
	media.sample.election.picture_count = 0;
	assert_null(election_clip_of(election, 0, "Łódź", strlen("Łódź")));
	assert_int_equal(election_picture_of(election, 0, 1), -1);
}

/* But for the cut that takes all of it away: that is another election, under another hash. */
static void every_truncation_is_refused(void **state)
{
	static struct media media;
	static uint8_t body[SAMPLE_BYTES];
	struct election *election;
	struct problem problem;
	size_t len, bare;

	(void)state;
	media_make(&media);
	bare = media.plain_len;
	len = write_body(body, &media.sample.election);
	for (size_t cut = bare; cut <= len; cut++) {
		/* Exactly as long as it says, so that AddressSanitizer sees a byte too far. */
		uint8_t *copy = malloc(cut);
		enum status status;
		assert_non_null(copy);
		memcpy(copy, body, cut);
		status = election_read(&election, &problem, copy, cut);
		assert_int_equal(status == STATUS_OK, cut == bare || cut == len);
		if (status != STATUS_OK)
			assert_true(problem.place[0] && problem.what[0] && problem.cure[0]);
		election_destroy(election);
		free(copy);
	}
	body[len] = 0;
	assert_status(STATUS_TRAILING, election_read(&election, &problem, body, len + 1));
	memset(body + bare, 0, 6);
	assert_status(STATUS_NOT_CANONICAL, election_read(&election, &problem, body, bare + 6));
	assert_string_equal(problem.place, "clip");
}

static void every_changed_byte_is_refused_or_canonical(void **state)
{
	static struct media media;
	static uint8_t body[SAMPLE_BYTES], again[SAMPLE_BYTES];
	struct election *election;
	struct problem problem;
	unsigned accepted = 0, refused = 0;
	size_t len, bare;

	(void)state;
	media_make(&media);
	bare = media.plain_len;
	len = write_body(body, &media.sample.election);
	for (size_t at = bare; at < len; at++)
		for (unsigned bit = 0; bit < 8; bit++) {
			body[at] ^= (uint8_t)(1 << bit);
			if (election_read(&election, &problem, body, len) == STATUS_OK) {
				assert_int_equal(write_body(again, election), len);
				assert_memory_equal(body, again, len);
				accepted++;
			} else {
				refused++;
			}
			election_destroy(election);
			body[at] ^= (uint8_t)(1 << bit);
		}
	assert_true(accepted > 8 * (len - bare) / 2); /* pixels and samples */
	assert_true(refused > 100);
}

/* --- the check --- */

static void no_such_project(struct media *m)
{
	m->picture[1].project = SAMPLE_PROJECTS;
}

static void no_words_for_it(struct media *m)
{
	m->sample.project[0][1].picture_alt.in[0] = "";
}

static void too_wide(struct media *m)
{
	m->picture[2].width = ELECTION_PICTURE_SIDE + 1;
}

static void without_pixels(struct media *m)
{
	m->picture[2].height = 0;
}

static void the_same_project_twice(struct media *m)
{
	m->picture[1].project = 1;
}

static void no_such_language(struct media *m)
{
	m->clip[4].language = 2;
}

static void no_words(struct media *m)
{
	m->clip[0].text = "";
}

static void blank_words(struct media *m)
{
	m->clip[0].text = "Canal ";
}

static void no_sound(struct media *m)
{
	m->clip[3].samples = 0;
}

static void too_long(struct media *m)
{
	m->clip[3].samples = CLIP_MAX_SAMPLES + 1;
}

static void the_same_words_twice(struct media *m)
{
	m->clip[1].text = m->clip[0].text;
}

static void languages_out_of_order(struct media *m)
{
	m->clip[2].language = 1;
	m->clip[3].language = 0;
}

static void too_many_pictures(struct media *m)
{
	m->sample.election.picture_count = ELECTION_MAX_PICTURES + 1;
}

static void too_much_in_all(struct media *m)
{
	for (unsigned i = 0; i < CLIPS; i++)
		m->clip[i].samples = CLIP_MAX_SAMPLES;
	m->picture[2].width = m->picture[2].height = ELECTION_PICTURE_SIDE;
}

static const struct {
	void (*break_it)(struct media *);
	const char *sentence;
} cases[] = {
    {no_such_project, "picture 2: its project does not exist; give pictures to projects of contests only"},
    {no_words_for_it, "contest 1, project 2 (\"Trees\"): its picture is not described in words; write in "
                      "\"picture_alt\" what it shows, for people who cannot see it"},
    {too_wide, "contest 3, project 1 (\"Repair café\"): its picture has 1025 × 4 pixels; 1024 on a side is the most; "
               "make it smaller"},
    {without_pixels,
     "contest 3, project 1 (\"Repair café\"): its picture has 3 × 0 pixels; 1024 on a side is the most; "
     "make it smaller"},
    {the_same_project_twice, "contest 1, project 2 (\"Trees\"): its picture stands twice, or out of order; list each "
                             "project's picture once, in the projects' order"},
    {no_such_language, "clip 5: its language does not exist; record clips in the election's languages only"},
    {no_words, "clip 1 (en, \"\"): its words are missing, too long or not plain text; write the words that it speaks"},
    {blank_words, "clip 1 (en, \"Canal \"): its words begin or end with a blank; remove the blanks"},
    {no_sound, "clip 4 (pt-BR, \"Canal lights\"): it lasts 0 seconds; 300 is the most; record it again, or in parts"},
    {too_long, "clip 4 (pt-BR, \"Canal lights\"): it lasts 300 seconds; 300 is the most; record it again, or in parts"},
    {the_same_words_twice, "clip 2 (en, \"Canal lights\"): it stands twice, or out of order; list each clip once, "
                           "ascending"},
    {languages_out_of_order, "clip 4 (en, \"Canal lights\"): it stands twice, or out of order; list each clip once, "
                             "ascending"},
    {too_many_pictures, "pictures and clips: there are 601 pictures and 5 clips; 600 and 20000 are the most; leave "
                        "some out"},
    {too_much_in_all, "pictures and clips: they take 26,097,178 bytes; 25,165,824 is the most; leave some out, or make "
                      "pictures smaller"},
};

struct found {
	unsigned count;
	struct problem first;
};

static void keep(void *context, const struct problem *problem)
{
	struct found *found = context;

	if (found->count++ == 0)
		found->first = *problem;
}

static void one_fault_one_sentence(void **state)
{
	static struct media media;

	(void)state;
	media_make(&media);
	assert_ok(election_check(&media.sample.election, NULL, NULL));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct found found = {0};
		char sentence[600];
		media_make(&media);
		cases[i].break_it(&media);
		assert_status(STATUS_RULES, election_check(&media.sample.election, keep, &found));
		snprintf(sentence, sizeof sentence, "%s: %s; %s", found.first.place, found.first.what,
		         found.first.cure);
		assert_string_equal(sentence, cases[i].sentence);
		assert_int_equal(found.count, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read),     cmocka_unit_test(pictures_and_clips_are_found),
	    cmocka_unit_test(every_truncation_is_refused), cmocka_unit_test(every_changed_byte_is_refused_or_canonical),
	    cmocka_unit_test(one_fault_one_sentence),
	};

	return cmocka_run_group_tests_name("election media", tests, start_crypto, NULL);
}
