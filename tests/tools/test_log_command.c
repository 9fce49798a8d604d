/* folkmoot log verify and show: of an export, of a data folder, of a file; sound, and changed in every way. */
#include "vote_run.h"

#include "enrolment.h"

static void run_log(struct run *run, const char *word, const char *name, const char *kind, const char *kiosk)
{
	char path[PATH_ROOM], enrolment[PATH_ROOM];
	const char *words[8] = {"log", word, path};
	int count = 3;

	vote_path(path, run->vote, name);
	if (kind) {
		words[count++] = "--kind";
		words[count++] = kind;
	}
	if (kiosk) {
		vote_path(enrolment, run->vote, kiosk);
		words[count++] = "--kiosk";
		words[count++] = enrolment;
	}
	capture(&run->captured, command_log, words);
}

static void fails(struct run *run, int code, const char *words)
{
	says(run->captured.err, words);
	assert_int_equal(run->captured.code, code);
}

/* Whose the log in a kiosk's folder is. */
static void write_enrolment(struct run *run, unsigned kiosk, const char *name)
{
	struct enrolment enrolment = {.kind = SIGN_PRACTICE, .name = "Library 1", .place = "Place 1"};
	char text[ENROLMENT_MAX_BYTES];
	size_t len;

	enrolment.key = run->vote->kiosk[kiosk].key.public_key;
	vote_must(enrolment_write(text, sizeof text, &len, &enrolment));
	vote_file(run->vote, name, text, len);
}

static void read_log(struct run *run, struct bytes *out, const char *name)
{
	char path[PATH_ROOM];

	vote_path(path, run->vote, name);
	vote_must(file_read(out, path, LOG_MAX_BYTES, "the log"));
}

static void test_an_export(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	run_log(run, "verify", "a", NULL, NULL);
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "Lines      5, from ");
	says(run->captured.out, "Seals      1, the last on line 5: all hold");
	says(run->captured.out, "Library 1, Place 1  (PRACTICE)");
	run_log(run, "show", "a", NULL, NULL);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "  boot       the kiosk's program started\n");
	says(run->captured.out, "  close      sealed 2, spoiled 1\n");
	says(run->captured.out, "  seal       seal 0: signs all lines before it\n");
	says(run->captured.out, "5 of 5 lines.");
}

static void test_kinds(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	run_log(run, "show", "a", "open", NULL);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "      3  ");
	says(run->captured.out, "  open       sealed 0, spoiled 0\n");
	says(run->captured.out, "1 of 5 lines.");
	assert_null(strstr(run->captured.out, "  close  "));
	run_log(run, "show", "a", "closed", NULL);
	fails(run, 2, "--kind closed: no line of a log is of that kind; there are boot, ");
}

static void test_a_data_folder(void **state)
{
	struct run *run = *state;

	write_enrolment(run, 0, "log0/kiosk.txt");
	run_log(run, "verify", "log0", NULL, NULL);
	fails(run, 1, "no line of it is a seal, but a kiosk seals its log from its enrolment on");
	vote_seal_log(run->vote, 0);
	vote_seal_log(run->vote, 0);
	run_log(run, "verify", "log0", NULL, NULL);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "Seals      2, the last on line 5: all hold");
	assert_null(strstr(run->captured.out, "begun anew"));
	vote_say(run->vote, 0, LOG_BOOT, "the kiosk's program started");
	run_log(run, "verify", "log0", NULL, NULL);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "(what stands after the last one is not sealed yet)");
}

static void test_a_torn_end(void **state)
{
	struct run *run = *state;
	struct bytes text;

	vote_seal_log(run->vote, 0);
	write_enrolment(run, 0, "log0/kiosk.txt");
	read_log(run, &text, "log0/log.txt");
	vote_file(run->vote, "log0/log.txt", text.data, text.len - 1);
	run_log(run, "verify", "log0", NULL, NULL);
	fails(run, 1, "no line of it is a seal");
	vote_say(run->vote, 0, LOG_FAULT, "a torn line was cut off");
	vote_seal_log(run->vote, 0);
	bytes_free(&text);
	read_log(run, &text, "log0/log.txt");
	text.data[text.len++] = '6'; /* over the NUL behind it */
	vote_file(run->vote, "log0/log.txt", text.data, text.len);
	run_log(run, "verify", "log0", NULL, NULL);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "A torn piece of a line stands at the end");
	bytes_free(&text);
}

static void test_a_lost_key(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM];

	vote_seal_log(run->vote, 0);
	vote_path(path, run->vote, "log0/log.key");
	assert_int_equal(unlink(path), 0);
	vote_close(run->vote, 0, "a");
	run_log(run, "verify", "a", NULL, NULL);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "The log's key was lost, and begun anew on line 7: ask what happened.");
	verify(run, LIST("a"));
	assert_int_equal(run->captured.code, 0);
}

static void test_a_file_alone(void **state)
{
	struct run *run = *state;
	struct bytes text;

	vote_seal_log(run->vote, 0);
	read_log(run, &text, "log0/log.txt");
	vote_file(run->vote, "copied.txt", text.data, text.len);
	bytes_free(&text);
	run_log(run, "verify", "copied.txt", NULL, NULL);
	fails(run, 2, "nothing beside it says which kiosk's log this is");
	write_enrolment(run, 0, "kiosk-1.txt");
	write_enrolment(run, 1, "kiosk-2.txt");
	run_log(run, "verify", "copied.txt", NULL, "kiosk-1.txt");
	assert_int_equal(run->captured.code, 0);
	run_log(run, "verify", "copied.txt", NULL, "kiosk-2.txt");
	fails(run, 1, "line 1 does not follow from the line before it, or it is another kiosk's log");
	run_log(run, "verify", "copied.txt", NULL, "copied.txt");
	fails(run, 1, "copied.txt: this is no kiosk's enrolment");
	run_log(run, "show", "nowhere.txt", NULL, "kiosk-1.txt");
	fails(run, 2, "nowhere.txt");
}

/* A byte of every line, and a line less at the end. */
static void test_changes(void **state)
{
	struct run *run = *state;
	struct bytes text;
	size_t cut, line = 0;

	vote_close(run->vote, 0, "a");
	read_log(run, &text, "a/log.txt");
	for (size_t at = 0; at < text.len; at += 31) {
		uint8_t kept = text.data[at];

		text.data[at] = kept == '0' ? '1' : '0';
		vote_file(run->vote, "a/log.txt", text.data, text.len);
		run_log(run, "verify", "a", NULL, NULL);
		assert_int_equal(run->captured.code, 1);
		text.data[at] = kept;
		line++;
	}
	assert_true(line > 20);
	cut = (size_t)((uint8_t *)memrchr(text.data, '\n', text.len - 1) + 1 - text.data);
	vote_file(run->vote, "a/log.txt", text.data, cut);
	run_log(run, "verify", "a", NULL, NULL);
	fails(run, 1, "it has 4 lines with another end than the 5 that ");
	run_log(run, "show", "a", NULL, NULL);
	assert_int_equal(run->captured.code, 1);
	says(run->captured.out, "4 of 4 lines; the log is not sound.");
	bytes_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_an_export),  CASE(test_kinds),        CASE(test_a_data_folder), CASE(test_a_torn_end),
	    CASE(test_a_lost_key), CASE(test_a_file_alone), CASE(test_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
