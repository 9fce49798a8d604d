/* The Pabulib reader's other modes, lenient and for a check; and its writer. */
#include "reading.h"

/* --- the other modes --- */

static const enum pabulib_mode modes[] = {PABULIB_STRICT, PABULIB_LENIENT, PABULIB_CHECKED};

static struct reading read_as(const char *text, size_t len, enum pabulib_mode mode)
{
	struct reading reading = {.text = malloc(len + 1)};

	memcpy(reading.text, text, len);
	reading.text[len] = '\0';
	reading.status =
	    pabulib_read_as(&reading.file, &reading.fault, reading.text, len, mode, collect, &reading.told);
	if (reading.status != STATUS_OK)
		assert_true(reading.fault.what[0] != '\0');
	return reading;
}

static const char odd[] =
    META "num_projects;2\nnum_votes;3\nbudget;1 000,50\nvote_type;Cumulative\nmax_points;x\n"
         "Projects;\nproject_id;Cost;votes;name;name\n\"A\"; 10 ;7;\"b\"\"c\";d;e\n,;1;;;\n\n"
         "B-longer-id;1.5;0;\xc2\xa0x;\n\nVOTES\nvoter_id;vote;points;age\n1;A, B-longer-id,Q;2,1,1;7\n"
         "1;A;1;\n;A,,A;3,x,-1;\r\n2;;;;\n";

/* Every beginning of a file with something of everything, in every mode: nothing is read out of bounds, whatever is
 * read can be written and read again, and what was repaired needs no repair. */
static void every_prefix_in_every_mode(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof odd; len++) {
		for (size_t m = 0; m < 3; m++) {
			struct reading r = read_as(odd, len, modes[m]);

			if (r.status == STATUS_OK && modes[m] == PABULIB_LENIENT)
				assert_written_again(r.file);
			done(&r);
		}
	}
}

static void every_byte_changed_in_every_mode(void **state)
{
	static const char into[] = {'\0', '"', ';', '\n', ',', ' ', '9', '\xa0', '\xc2'};

	(void)state;
	for (size_t at = 0; at < sizeof odd - 1; at++) {
		for (size_t k = 0; k < sizeof into; k++) {
			char copy[sizeof odd];
			struct reading r;

			memcpy(copy, odd, sizeof odd);
			copy[at] = into[k];
			r = read_as(copy, sizeof odd - 1, PABULIB_LENIENT);
			if (r.status == STATUS_OK)
				assert_written_again(r.file);
			done(&r);
			r = read_as(copy, sizeof odd - 1, PABULIB_CHECKED);
			done(&r);
		}
	}
}

static void lenient_reading_repairs_and_says_so(void **state)
{
	static const char text[] =
	    META "num_projects;1\nnum_votes;9\nbudget;1.000,50\nvote_type;approval\nPROJECTS\nproject_id;cost;votes\n"
	         "A;10;1\nB;5;1\nVOTES\nvoter_id;vote\n1;A, B,\n2;C,A\n2;B\n";
	struct reading r = read_as(text, sizeof text - 1, PABULIB_LENIENT);
	const struct pabulib_table *votes;

	(void)state;
	assert_status(STATUS_OK, r.status);
	assert_true(r.file->budget == 10005 && r.file->money_digits == 1);
	assert_string_equal(pabulib_meta(r.file, "budget"), "1000.50");
	assert_string_equal(pabulib_meta(r.file, "num_projects"), "2");
	assert_string_equal(pabulib_meta(r.file, "num_votes"), "2");
	assert_int_equal(r.file->vote_count, 2);
	votes = &r.file->vote_table;
	assert_string_equal(votes->fields[1], "A,B");
	assert_string_equal(votes->fields[3], "A");
	assert_string_equal(r.file->projects[0].told_votes, "2");
	/* The budget, both numbers, a blank, an empty place, an unknown project, the second vote of voter 2, A's votes.
	 */
	assert_int_equal(r.told.count, 8);
	assert_int_equal(r.told.last.level, PABULIB_REPAIR);
	done(&r);
	r = read_as(text, sizeof text - 1, PABULIB_STRICT);
	assert_status(STATUS_TEXT, r.status);
	done(&r);
}

static void latin_1_is_turned_into_utf_8(void **state)
{
	static const char text[] = META "num_projects;1\nnum_votes;1\nbudget;10\nvote_type;approval\nPROJECTS\n"
	                                "project_id;cost;name\nA;10;Caf\xe9 \x80\x93\nVOTES\nvoter_id;vote\n1;A\n";
	struct reading r = read_as(text, sizeof text - 1, PABULIB_LENIENT);

	(void)state;
	assert_status(STATUS_OK, r.status);
	assert_string_equal(r.file->projects[0].name, "Café €“");
	assert_int_equal(r.told.count, 1);
	assert_int_equal(r.told.first.kind, PB_ENCODING);
	assert_int_equal(r.told.first.line, 16);
	done(&r);
}

/* "1,234" could be either, and is refused. */
static void numbers_written_in_other_ways(void **state)
{
	static const struct {
		const char *text, *number; /* NULL: none */
	} cases[] = {
	    {"1000,50", "1000.50"},
	    {"1.000,50", "1000.50"},
	    {"1,000.50", "1000.50"},
	    {"1 000", "1000"},
	    {"1 000,5", "1000.5"},
	    {"1'000'000", "1000000"},
	    {"1,000,000", "1000000"},
	    {"1\xc2\xa0"
	     "000",
	     "1000"},
	    {"1,234", NULL},
	    {"12,34,56", NULL},
	    {"1 00", NULL},
	    {"1e6", NULL},
	    {"£5", NULL},
	    {"", NULL},
	    {",", NULL},
	    {"5,", NULL},
	    {"1.2.3", NULL},
	    {"1 0000", NULL},
	    {"0,5", "0.5"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char text[512];
		struct reading r;

		int len = snprintf(text, sizeof text,
		                   META "num_projects;0\nnum_votes;0\nbudget;%s\nvote_type;approval\nPROJECTS\n"
		                        "project_id;cost\nVOTES\nvoter_id;vote\n",
		                   cases[i].text);
		r = read_as(text, (size_t)len, PABULIB_LENIENT);
		if ((r.status == STATUS_OK) != (cases[i].number != NULL))
			fail_msg("%s: %s", cases[i].text, r.fault.what);
		if (cases[i].number)
			assert_string_equal(pabulib_meta(r.file, "budget"), cases[i].number);
		done(&r);
	}
}

static void everything_is_carried_through(void **state)
{
	struct reading r =
	    read_good("\xef\xbb\xbf" META "num_projects;2\r\nnum_votes;3\nbudget;1000.50\nvote_type;approval\n"
	              "shoe size;\"43; or \"\"44\"\"\"\nempty;\nPROJECTS;\nproject_id;cost;colour;name\n"
	              "BO.OM.97/24;60;green;\" two\nlines \"\nB;40.5;;a \"quoted\" word\n"
	              "VOTES\nvoter_id;vote;shoe\n1;B,BO.OM.97/24;\"4;3\"\n2;B\n\"3\";;41");
	size_t len;
	char *text = written(r.file, &len);

	(void)state;
	assert_string_equal(text,
	                    META "num_projects;2\nnum_votes;3\nbudget;1000.50\nvote_type;approval\n"
	                         "shoe size;\"43; or \"\"44\"\"\"\nempty;\nPROJECTS\nproject_id;cost;colour;name\n"
	                         "BO.OM.97/24;60;green;\" two\nlines \"\nB;40.5;;\"a \"\"quoted\"\" word\"\n"
	                         "VOTES\nvoter_id;vote;shoe\n1;B,BO.OM.97/24;\"4;3\"\n2;B;\n3;;41\n");
	assert_written_again(r.file);
	free(text);
	done(&r);
}

static void a_full_disk_is_told(void **state)
{
	struct reading r = read_good(META "num_projects;0\nnum_votes;0\nbudget;1\nvote_type;approval\nPROJECTS\n"
	                                  "project_id;cost\nVOTES\nvoter_id;vote\n");
	struct pabulib_text text;
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	pabulib_text_of(&text, r.file);
	assert_status(STATUS_IO, pabulib_write(full, &text));
	(void)fclose(full);
	done(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_prefix_in_every_mode),
	    cmocka_unit_test(every_byte_changed_in_every_mode),
	    cmocka_unit_test(lenient_reading_repairs_and_says_so),
	    cmocka_unit_test(latin_1_is_turned_into_utf_8),
	    cmocka_unit_test(numbers_written_in_other_ways),
	    cmocka_unit_test(everything_is_carried_through),
	    cmocka_unit_test(a_full_disk_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
