/* A whole kiosk in a house whose power is cut: keys, log, election, box and an export, at every moment of every step of
 * a day and of an enrolment. In every state that the disk can be left in the kiosk starts, takes its PIN, knows what
 * staff and voters were told, and the step that was broken off can be done. A disk whose folder is never synced, as the
 * control, forgets. */
#include "crash_files.h"
#include "crash_states.h"
#include "crash_vfs.h"
#include "day.h"
#include "quick_pin.h"

struct test {
	struct day *day;
	const struct day_step *step;
	struct facts before, after; /* of the step that is cut */
	unsigned cast_before, cast_after, spoiled_before, spoiled_after;
	unsigned bad;
	char said[2 * SENTENCE_MAX]; /* of the first bad one */
};

static int is_long(void)
{
	const char *text = getenv("LONG");

	return text && text[0];
}

/* --- a morning on the crash disk --- */

static void put_folder(const char *from, const char *to)
{
	struct name_list *list = calloc(1, sizeof *list);

	assert_non_null(list);
	crash_put(to, NULL, 0, 1);
	assert_int_equal(disk_real()->list(NULL, from, add_name, list), 0);
	for (unsigned i = 0; i < list->count; i++) {
		char a[DISK_PATH_MAX], b[DISK_PATH_MAX];
		uint8_t *data;
		size_t len;
		path_of(a, from, list->name[i]);
		path_of(b, to, list->name[i]);
		data = read_all(a, &len);
		crash_put(b, data, len, 0);
		free(data);
	}
	free(list);
}

static void morning(struct test *test)
{
	struct day *day = test->day;

	day_again(day);
	crash_clear();
	crash_put(day->fixture.folder, NULL, 0, 1);
	put_folder(day->kept_data, day->fixture.data);
	put_folder(day->kept_stick, day->fixture.stick);
	day->files = crash_files();
}

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	assert_non_null(test);
	test->day = day_begin();
	crash_vfs_start();
	crash_forget_seen();
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	day_stop(test->day);
	crash_clear();
	day_end(test->day);
	free(test);
	return 0;
}

/* --- what must hold --- */

static void is_bad(struct test *test, const char *what, const char *detail)
{
	if (test->bad++ == 0)
		(void)snprintf(test->said, sizeof test->said, "%s: %s: %s", test->step->name, what, detail);
}

static unsigned count_told(const struct hash *codes, unsigned count, const struct hash *code)
{
	unsigned told = 0;

	for (unsigned i = 0; i < count; i++)
		told += hash_compare(&codes[i], code) == 0;
	return told;
}

struct counted {
	const struct hash *codes;
	unsigned count, found, others;
};

static enum status count_ballot(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct counted *counted = context;

	(void)body;
	(void)body_len;
	if (count_told(counted->codes, counted->count, code) == 1)
		counted->found++;
	else
		counted->others++;
	return STATUS_OK;
}

static enum status count_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	return count_ballot(context, code, opened->body, opened->body_len);
}

/* Of whom was told all, of whom was not told one at most, and only while it was being stored. */
static void judge_ballots(struct test *test, int told)
{
	const struct day *day = test->day;
	unsigned cast = told ? test->cast_after : test->cast_before;
	unsigned spoiled = told ? test->spoiled_after : test->spoiled_before;
	struct counted sealed = {day->cast, cast, 0, 0}, opened = {day->spoiled, spoiled, 0, 0};
	char path[DISK_PATH_MAX];
	struct box *box;

	path_of(path, day->data, BOX_FILE);
	if (box_open(&box, path, NULL) != STATUS_OK) {
		is_bad(test, "the box", "does not open");
		return;
	}
	if (box_each(box, count_ballot, &sealed) != STATUS_OK ||
	    box_each_spoiled(box, count_opened, &opened) != STATUS_OK || sealed.found != cast ||
	    opened.found != spoiled)
		is_bad(test, "the box", "lost a ballot");
	if (sealed.others > test->cast_after - cast || opened.others > test->spoiled_after - spoiled)
		is_bad(test, "the box", "holds a ballot that nobody cast");
	box_close(box);
}

static void judge_facts(struct test *test, int told)
{
	const struct facts *facts = &test->day->reply.facts;

	if (facts->voting != test->after.voting && (told || facts->voting != test->before.voting))
		is_bad(test, "voting", voting_state_word(facts->voting));
	if (facts->has_election != test->after.has_election &&
	    (told || facts->has_election != test->before.has_election))
		is_bad(test, "the election", facts->has_election ? "is there" : "is gone");
	if (facts->enrolled != test->after.enrolled && (told || facts->enrolled != test->before.enrolled))
		is_bad(test, "the enrolment", facts->enrolled ? "is there" : "is gone");
	if (facts->exports < (told ? test->after : test->before).exports)
		is_bad(test, "the export", "is not counted");
}

/* The step is done again by those who were not told; what the recorder's own start did is done already. */
static void judge_repetition(struct test *test)
{
	struct day *day = test->day;
	enum status status = STATUS_OK;

	if (test->step->run == day_import || test->step->run == day_open || test->step->run == day_pause ||
	    test->step->run == day_close || test->step->run == day_export || test->step->run == day_key_stick)
		status = test->step->run(day);
	if (status != STATUS_OK)
		is_bad(test, "again", day->reply.detail);
}

static void judge(void *context, int told)
{
	struct test *test = context;
	struct day *day = test->day;

	if (day_start(day) != STATUS_OK) {
		is_bad(test, "start", day->why);
		return;
	}
	(void)day_ask(day, RECORDER_STATUS);
	judge_facts(test, told);
	if (day->reply.facts.enrolled && day_pin(day) != STATUS_OK)
		is_bad(test, "PIN", day->reply.detail);
	else if (day->reply.facts.enrolled)
		judge_repetition(test);
	/* A folder that is not yet a kiosk's becomes one. */
	if (!day->reply.facts.enrolled && test->step->run == day_enrol &&
	    (day_organiser(day) != STATUS_OK || day_enrol(day) != STATUS_OK))
		is_bad(test, "again", day->reply.detail);
	day_stop(day);
	if (test->before.has_election)
		judge_ballots(test, told);
}

/* --- each step --- */

static void look(struct test *test, struct facts *facts, unsigned *cast, unsigned *spoiled)
{
	struct day *day = test->day;

	memset(facts, 0, sizeof *facts);
	*cast = day->cast_count;
	*spoiled = day->spoiled_count;
	if (day->recorder && day_ask(day, RECORDER_STATUS) == STATUS_OK)
		*facts = day->reply.facts;
}

/* Lives the day up to one step, and keeps the moments of that. */
static struct crash_moment *moments_of(struct test *test, const struct day_step *steps, unsigned which, unsigned *count,
                                       int lies)
{
	struct day *day = test->day;
	struct crash_moment *moments;

	morning(test);
	for (unsigned i = 0; i < which; i++)
		if (steps[i].run(day) != STATUS_OK)
			fail_msg("%s: %s %s", steps[i].name, day->reply.detail, day->why);
	test->step = &steps[which];
	if (day->recorder)
		look(test, &test->before, &test->cast_before, &test->spoiled_before);
	crash_start_recording();
	crash_disk.lies = lies;
	if (steps[which].run(day) != STATUS_OK)
		fail_msg("%s: %s %s", steps[which].name, day->reply.detail, day->why);
	crash_tell();
	crash_disk.lies = 0;
	moments = crash_stop_recording(count);
	if (day->recorder)
		look(test, &test->after, &test->cast_after, &test->spoiled_after);
	day_stop(day);
	return moments;
}

static void cut_each_step(struct test *test, const char *name, const struct day_step *steps, unsigned step_count)
{
	struct crash_effort effort =
	    is_long() ? (struct crash_effort){512, 60, 60, 30, 20, 0} : (struct crash_effort){6, 2, 0, 1, 0, 0};
	struct crash_tally all = {0};

	for (unsigned which = 0; which < step_count; which++) {
		struct crash_tally tally = {0};
		struct crash_moment *moments;
		unsigned count;
		moments = moments_of(test, steps, which, &count, 0);
		for (unsigned i = 0; i < count; i++)
			crash_each_state(&moments[i], effort, &tally, judge, test);
		crash_moments_finish(moments, count);
		if (is_long())
			print_message("# note: %s: %u moments (%u with every subset), %u states, %u distinct\n",
			              steps[which].name, tally.moments, tally.whole, tally.states, tally.distinct);
		all.moments += tally.moments;
		all.whole += tally.whole;
		all.states += tally.states;
		all.distinct += tally.distinct;
	}
	print_message("# note: %s: %u steps, %u moments (%u with every subset), %u states, %u distinct: %u bad\n", name,
	              step_count, all.moments, all.whole, all.states, all.distinct, test->bad);
	if (test->bad > 0)
		fail_msg("%s", test->said);
	assert_true(all.distinct > 50);
}

static void power_is_cut_at_any_hour(void **state)
{
	cut_each_step(*state, "a day of votes", voting_day, VOTING_DAY_STEPS);
}

static void power_is_cut_at_an_enrolment(void **state)
{
	cut_each_step(*state, "enrolment and keys", key_day, KEY_DAY_STEPS);
}

/* The control: a disk that only says that it syncs. */
static void a_lying_disk_forgets(void **state)
{
	static const unsigned which[] = {2, 3, 5, 9};
	struct test *test = *state;
	struct crash_tally tally = {0};

	for (size_t i = 0; i < sizeof which / sizeof which[0]; i++) {
		struct crash_moment *moments;
		unsigned count, bad = test->bad;
		moments = moments_of(test, voting_day, which[i], &count, 1);
		crash_each_state(&moments[count - 1], (struct crash_effort){4, 2, 0, 2, 0, 0}, &tally, judge, test);
		crash_moments_finish(moments, count);
		if (test->bad == bad)
			fail_msg("%s: a lying disk forgot nothing", voting_day[which[i]].name);
	}
	print_message("# note: control, a disk that lies about syncs: %u of %u states bad, the first: %s\n", test->bad,
	              tally.distinct, test->said);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(power_is_cut_at_an_enrolment, begin, end),
	    cmocka_unit_test_setup_teardown(power_is_cut_at_any_hour, begin, end),
	    cmocka_unit_test_setup_teardown(a_lying_disk_forgets, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
