/* Recordings into what a kiosk plays: one channel, 16,000 samples a second, mu-law; whatever is damaged is refused by
 * name. */
#include "crypto/cmocka_all.h"

#include "clips.h"
#include "tools/media.h"

/* --- recordings to read --- */

enum form { PCM_8, PCM_16, PCM_24, FLOAT_32, MU_LAW, FORMS };

static void put_le(uint8_t *out, uint32_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		out[i] = (uint8_t)(value >> (8 * i));
}

static int from_mu_law(uint8_t byte)
{
	unsigned value = (uint8_t)~byte, segment = value >> 4 & 7;
	int level = (int)(((value & 15) << 3) + 132) << segment;

	return value & 0x80 ? 132 - level : level - 132;
}

static void put_sample(uint8_t *out, enum form form, int level)
{
	float real = (float)level / 32768;

	switch (form) {
	case PCM_8: out[0] = (uint8_t)(level / 256 + 128); break;
	case PCM_16: put_le(out, (uint32_t)level, 2); break;
	case PCM_24: put_le(out, (uint32_t)level * 256, 3); break;
	case FLOAT_32: memcpy(out, &real, 4); break;
	case MU_LAW: out[0] = clip_mu_law(level); break;
	case FORMS: break;
	}
}

/* A WAV file of a square wave, one cycle in so many frames. */
static size_t wave(uint8_t *out, enum form form, unsigned channels, unsigned rate, unsigned frames, unsigned cycle,
                   int loud)
{
	static const unsigned bytes[FORMS] = {1, 2, 3, 4, 1}, tag[FORMS] = {1, 1, 1, 3, 7};
	unsigned frame = bytes[form] * channels, data = frame * frames;

	memcpy(out, "RIFF\0\0\0\0WAVEfmt \x10\0\0\0", 20);
	put_le(out + 4, 36 + data, 4);
	put_le(out + 20, tag[form], 2);
	put_le(out + 22, channels, 2);
	put_le(out + 24, rate, 4);
	put_le(out + 28, rate * frame, 4);
	put_le(out + 32, frame, 2);
	put_le(out + 34, 8 * bytes[form], 2);
	memcpy(out + 36, "data", 4);
	put_le(out + 40, data, 4);
	for (unsigned i = 0; i < frames * channels; i++)
		put_sample(out + 44 + (size_t)i * bytes[form], form, i / channels % cycle < cycle / 2 ? loud : -loud);
	return 44 + data;
}

static void put_wave(const struct media_test *test, const char *name, enum form form, unsigned channels, unsigned rate)
{
	static uint8_t file[1 << 20];

	media_put(test, name, file, wave(file, form, channels, rate, rate / 2, rate / 200, 8000));
}

static enum status read_list(struct media_test *test, const char *list)
{
	char json[2048];

	media_put(test, "list.txt", list, strlen(list));
	snprintf(json, sizeof json, MEDIA_JSON, "\"clips\": {\"so\": \".\"},",
	         "{\"id\": 1, \"name\": \"Trees\", \"cost\": 5}");
	return media_read(test, json);
}

/* --- tests --- */

/* G.711's own table at the ends of its segments, and no value further from its code than half a step. */
static void mu_law(void **state)
{
	static const struct {
		int sample;
		uint8_t byte;
	} known[] = {{0, 0xff},      {-1, 0x7f}, {32635, 0x80}, {32767, 0x80}, {-32768, 0x00},
	             {-32635, 0x00}, {4, 0xfe},  {124, 0xef},   {1000, 0xce},  {-1000, 0x4e}};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		assert_int_equal(clip_mu_law(known[i].sample), known[i].byte);
	for (int sample = -32635; sample <= 32635; sample++) {
		int off = from_mu_law(clip_mu_law(sample)) - sample;
		int most = 1 + (132 + (sample < 0 ? -sample : sample)) / 32;
		if (off > most || off < -most)
			fail_msg("%d comes back as %d", sample, off + sample);
	}
}

/* Half a second of 200 Hz, whatever it was recorded as. */
static void every_form_comes_to_one(void **state)
{
	static const unsigned rates[] = {8000, 16000, 22050, 44100, 48000};
	static struct media_test test;

	(void)state;
	media_begin(&test);
	for (unsigned form = 0; form < FORMS; form++)
		for (unsigned i = 0; i < sizeof rates / sizeof rates[0]; i++) {
			const struct election_clip *clip;
			unsigned crossings = 0;
			put_wave(&test, "a.wav", (enum form)form, 1 + i % 2, rates[i] / 200 * 200);
			assert_ok(read_list(&test, "a.wav\tGeedo\n"));
			clip = election_clip_of(test.definition.election, 1, "Geedo", 5);
			assert_non_null(clip);
			assert_in_range(clip->samples, 7990, 8010);
			for (uint32_t k = 1; k < clip->samples; k++)
				crossings += (from_mu_law(clip->sound[k - 1]) < 0) != (from_mu_law(clip->sound[k]) < 0);
			assert_in_range(crossings, 195, 201);
			assert_in_range(abs(from_mu_law(clip->sound[4020])), 6800, 9600);
		}
	media_end(&test);
}

static void a_list_is_read(void **state)
{
	static struct media_test test;
	const struct election *election;

	(void)state;
	media_begin(&test);
	put_wave(&test, "a.wav", PCM_16, 1, 16000);
	assert_ok(read_list(&test, "# recorded in March\r\n\r\na.wav\tXaafad nadiif ah\r\na.wav\tGeedo\n"
	                           "a.wav\tSadar koowaad.\\nSadar labaad."));
	election = test.definition.election;
	assert_int_equal(election->clip_count, 3);
	assert_string_equal(election->clips[0].text, "Geedo");
	assert_string_equal(election->clips[1].text, "Sadar koowaad.\nSadar labaad.");
	assert_string_equal(election->clips[2].text, "Xaafad nadiif ah");
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(election->clips[i].language, 1);
	assert_ok(election_check(election, NULL, NULL));
	media_end(&test);
}

static void bad_lists_and_clips_are_refused(void **state)
{
	static const struct {
		const char *list, *told;
	} cases[] = {
	    {"a.wav Geedo\n", "./list.txt, line 1: there is no tab in it; write FILE, a tab, and the words it speaks"},
	    {"a.wav\t\n",
	     "./list.txt, line 1: it names a file without words; write FILE, a tab, and the words it speaks"},
	    {"#\na.wav\tGeedo \n", "./list.txt, line 2: its words begin or end with a blank; remove the blanks"},
	    {"../a.wav\tGeedo\n",
	     "./list.txt, line 1: the file \"../a.wav\" does not lie beside list.txt; put the clip "
	     "beside list.txt and write its name"},
	    {"b.wav\tGeedo\n", "./list.txt, line 1: the clip \"./b.wav\" is not there; put it beside election.json, or "
	                       "correct its name"},
	    {"a.wav\tGeedo\na.wav\tGeedo\n", "clips in so: the words \"Geedo\" are recorded twice; keep one of them"},
	    {"a.wav\tGeed\xff\n", "clips in so: ./list.txt is not plain UTF-8 text; save it as plain UTF-8 text"},
	    {"cut.wav\tGeedo\n",
	     "./list.txt, line 1: the clip \"./cut.wav\" is damaged, or is no WAV file; listen to it, "
	     "and save it again as WAV (PCM)"},
	    {"list.txt\tGeedo\n",
	     "./list.txt, line 1: the clip \"./list.txt\" is damaged, or is no WAV file; listen to it, "
	     "and save it again as WAV (PCM)"},
	    {"silent.wav\tGeedo\n",
	     "./list.txt, line 1: the clip \"./silent.wav\" is silent; listen to it, and record it "
	     "again"},
	    {"none.wav\tGeedo\n",
	     "./list.txt, line 1: the clip \"./none.wav\" is silent; listen to it, and record it again"},
	    {"long.wav\tGeedo\n",
	     "./list.txt, line 1: the clip \"./long.wav\" is longer than five minutes; record it in "
	     "parts"},
	    {"slow.wav\tGeedo\n",
	     "./list.txt, line 1: the clip \"./slow.wav\" is recorded in a way that cannot be used; "
	     "save it as WAV (PCM) with one channel and 16,000 to 48,000 samples a second"},
	};
	static struct media_test test;
	static uint8_t file[1 << 22];

	(void)state;
	media_begin(&test);
	put_wave(&test, "a.wav", PCM_16, 1, 16000);
	put_wave(&test, "slow.wav", PCM_16, 1, 2000);
	media_put(&test, "cut.wav", file, wave(file, PCM_16, 1, 16000, 8000, 80, 8000) - 2000);
	media_put(&test, "silent.wav", file, wave(file, PCM_16, 1, 16000, 8000, 80, 200));
	media_put(&test, "none.wav", file, wave(file, PCM_16, 1, 16000, 0, 80, 200));
	media_put(&test, "long.wav", file, wave(file, PCM_8, 1, 8000, 8000 * 300 + 1, 80, 8000));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_status(STATUS_RULES, read_list(&test, cases[i].list));
		assert_string_equal(test.told[0], cases[i].told);
		assert_int_equal(test.faults, 1);
	}
	media_end(&test);
}

static void languages_and_folders(void **state)
{
	static struct media_test test;
	static const struct {
		const char *clips, *told;
	} cases[] = {
	    {"\"clips\": {\"so\": \"absent\"},",
	     "clips in so: its list \"absent/list.txt\" is not there; put it beside "
	     "election.json, or correct its name"},
	    {"\"clips\": {\"pl\": \".\"},",
	     "clips: there are clips in \"pl\", which is not one of the election's languages; "
	     "add it to \"languages\", or leave its clips out"},
	    {"\"clips\": \".\",", "clips: \"clips\" is not an object; write it as { \"so\": \"FOLDER\" }"},
	    {"\"clips\": {\"so\": \"..\"},", "clips: \"so\" is \"..\", which does not lie beside election.json; put it "
	                                     "beside election.json, or into a folder there, and name it from there"},
	};

	(void)state;
	media_begin(&test);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char json[2048];
		snprintf(json, sizeof json, MEDIA_JSON, cases[i].clips,
		         "{\"id\": 1, \"name\": \"Trees\", \"cost\": 5}");
		assert_status(STATUS_RULES, media_read(&test, json));
		assert_string_equal(test.told[0], cases[i].told);
		assert_int_equal(test.faults, 1);
	}
	media_end(&test);
}

/* Half an hour does not fit. */
static void too_much_is_refused(void **state)
{
	static struct media_test test;
	static uint8_t file[1 << 22];

	(void)state;
	media_begin(&test);
	media_put(&test, "a.wav", file, wave(file, PCM_8, 1, 4000, 4000 * 299, 40, 8000));
	assert_status(STATUS_RULES, read_list(&test, "a.wav\tA\na.wav\tB\na.wav\tC\na.wav\tD\na.wav\tE\na.wav\tF\n"));
	assert_string_equal(test.told[0],
	                    "clips: all clips together take more than 25,165,824 bytes; leave some out: 26 "
	                    "minutes fit");
	assert_ok(read_list(&test, "a.wav\tA\na.wav\tB\na.wav\tC\na.wav\tD\na.wav\tE\n"));
	media_end(&test);
}

/* Any changed byte of a recording is refused or played, never more than the file. */
static void every_change_is_survived(void **state)
{
	static struct media_test test;
	static uint8_t file[4096];
	unsigned refused = 0, taken = 0;
	size_t len = wave(file, PCM_16, 1, 16000, 800, 80, 8000);

	(void)state;
	media_begin(&test);
	for (size_t at = 0; at < len; at += at < 64 ? 1 : 97) {
		file[at] ^= 0x85;
		media_put(&test, "a.wav", file, len);
		if (read_list(&test, "a.wav\tGeedo\n") == STATUS_OK)
			taken++;
		else
			refused++;
		file[at] ^= 0x85;
	}
	assert_true(refused > 15);
	assert_true(taken > 10);
	media_end(&test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mu_law),
	    cmocka_unit_test(every_form_comes_to_one),
	    cmocka_unit_test(a_list_is_read),
	    cmocka_unit_test(bad_lists_and_clips_are_refused),
	    cmocka_unit_test(languages_and_folders),
	    cmocka_unit_test(too_much_is_refused),
	    cmocka_unit_test(every_change_is_survived),
	};

	return cmocka_run_group_tests_name("clips", tests, start_crypto, NULL);
}
