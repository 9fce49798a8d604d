/* The Pabulib reader: what a file means, and which line is wrong. */
#include <dirent.h>

#include "files.h"
#include "reading.h"

static void approval(void **state)
{
	struct reading r = read_good(META "num_projects;2\nnum_votes;3\nbudget;100\nvote_type;approval\nmax_length;2\n"
	                                  "PROJECTS\nproject_id;cost;name\nA;60;Trees\nB;40;\"Bench; \"\"two\"\"\"\n"
	                                  "VOTES\nvoter_id;vote;age\n1;A,B;30\n2;B;\n3;;41\n");

	(void)state;
	assert_int_equal(r.file->type, VOTE_APPROVAL);
	assert_int_equal(r.file->budget, 100);
	assert_int_equal(r.file->money_digits, 0);
	assert_int_equal(r.file->max_length, 2);
	assert_int_equal(r.file->project_count, 2);
	assert_string_equal(r.file->projects[1].name, "Bench; \"two\"");
	assert_int_equal(r.file->projects[1].line, 18);
	assert_int_equal(r.file->vote_count, 3);
	assert_int_equal(r.file->votes[0].end, 2);
	assert_int_equal(r.file->marks[2].project, 1);
	assert_int_equal(r.file->votes[2].end, 3);
	assert_int_equal(r.file->votes[2].line, 23);
	assert_string_equal(pabulib_meta(r.file, "unit"), "Riverside");
	assert_string_equal(pabulib_meta(r.file, "edition"), "");
	assert_int_equal(r.told.count, 0);
	done(&r);
}

static void same_bytes_with_crlf_bom_and_blanks(void **state)
{
	static const char text[] = META "num_projects;1\nnum_votes;1\nbudget;10\nvote_type;approval\nPROJECTS\n"
	                                "project_id;cost;name\nA;10;\"two\nlines\"\nVOTES\nvoter_id;vote\n1;A\n";
	char crlf[2 * sizeof text + 3] = "\xef\xbb\xbf", *put = crlf + 3;
	struct reading r;

	(void)state;
	for (const char *at = text; *at; at++) {
		if (*at == '\n')
			*put++ = '\r';
		*put++ = *at;
	}
	put[-2] = '\0'; /* no line end behind the last row */
	r = read_good(crlf);
	assert_string_equal(r.file->projects[0].name, "two\r\nlines");
	assert_int_equal(r.file->vote_count, 1);
	assert_int_equal(r.file->votes[0].line, 20);
	done(&r);
	r = read_good(META "num_projects;1\r\r\nnum_votes;1\r\r\nbudget;10\r\r\nvote_type;approval\r\r\nPROJECTS\r\r\n"
	                   "project_id;cost\r\r\nA\rB;10\r\r\nVOTES\r\r\nvoter_id;vote\r\r\n1;A\rB\r\r");
	assert_string_equal(r.file->projects[0].id, "A\rB");
	assert_int_equal(r.file->vote_count, 1);
	assert_int_equal(r.file->votes[0].end, 1);
	done(&r);
	r = read_good(
	    META "num_projects; 1\nnum_votes;1 \nbudget;10\nvote_type;approval\n\n;\nPROJECTS;;\n project_id;cost\n"
	         "A;10\n\nVOTES\nvoter_id;vote\n1; A \t\n\n");
	assert_int_equal(r.file->vote_count, 1);
	assert_int_equal(r.told.count, 4); /* three, and how many */
	assert_int_equal(r.told.first.line, 10);
	assert_string_equal(r.told.first.what, "has blanks around a field, which are left out");
	assert_string_equal(r.told.last.what, "4 rows in all have blanks around a field");
	done(&r);
}

static void texts_of_meta_may_hold_delimiters(void **state)
{
	struct reading r = read_good(META "num_projects;0\nnum_votes;0\nbudget;10\nvote_type;approval\n"
	                                  "comment;#1: Invented;all of it;;\nPROJECTS\nproject_id;cost\n"
	                                  "VOTES\nvoter_id;vote\n");

	(void)state;
	assert_string_equal(pabulib_meta(r.file, "comment"), "#1: Invented;all of it");
	assert_int_equal(r.told.count, 1);
	assert_string_equal(r.told.first.what, "has 5 fields where META has 2 columns; they are taken for one value");
	done(&r);
}

static void decimals_are_exact(void **state)
{
	struct reading r =
	    read_good(META "num_projects;3\nnum_votes;0\nbudget;1331751.11\nvote_type;approval\n"
	                   "max_sum_cost;1331751.110\nPROJECTS\nproject_id;cost\nA;0.1\nB;999999999\nC;5.00\n"
	                   "VOTES\nvoter_id;vote\n");
	char text[32];

	(void)state;
	assert_int_equal(r.file->money_digits, 2);
	assert_true(r.file->budget == 133175111);
	assert_int_equal(r.file->projects[0].cost, 10);
	assert_true(r.file->projects[1].cost == UINT64_C(99999999900));
	assert_int_equal(r.file->projects[2].cost, 500);
	assert_int_equal(r.file->type, VOTE_KNAPSACK);
	decimal_write(text, (int64_t)r.file->budget, r.file->money_digits);
	assert_string_equal(text, "1331751.11");
	assert_int_equal(r.told.count, 1); /* B costs more than the budget */
	assert_int_equal(r.told.first.line, 18);
	done(&r);
}

static void points(void **state)
{
	struct reading r =
	    read_good(META "num_projects;2\nnum_votes;2\nbudget;10\nvote_type;scoring\nmin_points;-2\n"
	                   "max_points;5\ndefault_score;0.5\nPROJECTS\nproject_id;cost;score\nA;5;3.5\nB;5;-2\n"
	                   "VOTES\nvoter_id;vote;points\n1;A;3.5\n2;B,A;-2,0\n");
	struct profile *profile;
	int64_t support[2];

	(void)state;
	assert_int_equal(r.file->type, VOTE_SCORE);
	assert_int_equal(r.file->point_digits, 1);
	assert_int_equal(r.file->marks[0].points, 35);
	assert_int_equal(r.file->marks[1].points, -20);
	assert_int_equal(r.file->max_points, 50);
	assert_int_equal(r.told.count, 0);
	assert_status(STATUS_OK, pabulib_profile(&profile, r.file, REPEATS_ONCE));
	assert_status(STATUS_OK, profile_support(support, profile, SAT_POINTS));
	assert_int_equal(support[0], 35);
	assert_int_equal(support[1], -15);
	profile_destroy(profile);
	done(&r);
}

static void every_vote_type(void **state)
{
	static const struct {
		const char *word;
		enum vote_type type;
	} types[] = {{"approval", VOTE_APPROVAL},
	             {"approval\nmax_sum_cost;10", VOTE_KNAPSACK},
	             {"approval\nmax_sum_cost;9", VOTE_APPROVAL},
	             {"choose-1", VOTE_CHOOSE_ONE},
	             {"ordinal", VOTE_RANKED},
	             {"cumulative", VOTE_POINTS},
	             {"scoring", VOTE_SCORE}};

	(void)state;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		char text[1024];
		struct reading r;

		snprintf(text, sizeof text,
		         META "num_projects;1\nnum_votes;1\nbudget;10\nvote_type;%s\nPROJECTS\nproject_id;cost\n"
		              "A;5\nVOTES\nvoter_id;vote;points\nv;A;2\n",
		         types[i].word);
		r = read_good(text);
		assert_int_equal(r.file->type, types[i].type);
		assert_int_equal(r.file->marks[0].points, profile_kind_of(types[i].type) == PROFILE_POINTS ? 2 : 0);
		done(&r);
	}
}

static void a_project_named_twice(void **state)
{
	struct reading r =
	    read_good(META "num_projects;2\nnum_votes;2\nbudget;10\nvote_type;approval\nmax_length;2\nPROJECTS\n"
	                   "project_id;cost;votes\nA;5;2\nB;5;1\nVOTES\nvoter_id;vote\n1;A,B,A\n2;A\n");
	struct profile *profile;

	(void)state;
	assert_int_equal(r.file->repeated_votes, 1);
	assert_int_equal(r.file->votes[0].repeated, 1);
	assert_int_equal(r.file->breaking_votes, 0); /* two projects, as allowed */
	assert_int_equal(r.told.count, 1);
	assert_int_equal(r.told.first.line, 21);
	assert_string_equal(r.told.first.what, "names the project 'A' more than once");
	assert_status(STATUS_OK, pabulib_profile(&profile, r.file, REPEATS_ONCE));
	assert_int_equal(profile->projects[0].votes, 2);
	profile_destroy(profile);
	assert_status(STATUS_OK, pabulib_profile(&profile, r.file, REPEATS_ALL));
	assert_int_equal(profile->projects[0].votes, 3);
	profile_destroy(profile);
	done(&r);
}

static void odd_votes_are_told_three_times_then_summed_up(void **state)
{
	struct reading r =
	    read_good(META "num_projects;2\nnum_votes;5\nbudget;10\nvote_type;approval\nmax_length;1\nPROJECTS\n"
	                   "project_id;cost;votes\nA;5;5\nB;5;4\nVOTES\nvoter_id;vote\n1;A,B\n2;A,B\n3;A,B\n4;A,B\n"
	                   "5;A\n");

	(void)state;
	assert_int_equal(r.file->breaking_votes, 4);
	assert_int_equal(r.told.count, 4);
	assert_int_equal(r.told.last.line, 0);
	assert_string_equal(r.told.last.what, "4 votes in all name more projects than max_length");
	done(&r);
}

static void a_wrong_recount_is_told(void **state)
{
	struct reading r = read_good(META "num_projects;1\nnum_votes;2\nbudget;10\nvote_type;ordinal\nPROJECTS\n"
	                                  "project_id;cost;votes;score\nA;5;2;3\nVOTES\nvoter_id;vote\n1;A\n2;A\n");

	(void)state;
	assert_int_equal(r.told.count, 1);
	assert_int_equal(r.told.first.line, 16);
	assert_string_equal(r.told.first.what, "the file tells score 3 for the project 'A', a recount gives 2");
	done(&r);
}

/* No prefix of a file crashes the reader or is taken for the whole, unless it ends with a row and the counts still
 * hold. */
static void every_prefix(void **state)
{
	static const char text[] =
	    META "num_projects;1\nnum_votes;2\nbudget;10.5\nvote_type;cumulative\nmax_sum_points;3\nPROJECTS\n"
	         "project_id;cost;name\n\"A\";10;\"b\"\"c\"\nVOTES\nvoter_id;vote;points\n1;A;2\n2;A;1";
	size_t good = 0;

	(void)state;
	for (size_t len = 0; len < sizeof text; len++) {
		char *copy = malloc(len + 1);
		struct pabulib_fault fault;
		struct pabulib *file;

		memcpy(copy, text, len);
		copy[len] = '\0';
		if (pabulib_read(&file, &fault, copy, len, NULL, NULL) == STATUS_OK) {
			good++;
			pabulib_destroy(file);
		} else {
			assert_null(file);
			assert_true(fault.what[0] != '\0');
		}
		free(copy);
	}
	/* The whole, and the last row without its vote: the format has no mark at its end, and a blank vote is a vote.
	 */
	assert_int_equal(good, 3);
}

/* One byte changed at a time: whatever comes out, nothing is read out of bounds (this counts under the sanitizers). */
static void every_byte_changed(void **state)
{
	static const char text[] =
	    META "num_projects;1\nnum_votes;2\nbudget;10\nvote_type;cumulative\nPROJECTS\nproject_id;cost\n"
	         "\"A\";10\nVOTES\nvoter_id;vote;points\n1;A;2\n2;A;1\n";
	static const char into[] = {'\0', '"', ';', '\n', '\r', ',', '-', '.', ' ', '9', '\x80', '\xf4', '\xef'};

	(void)state;
	for (size_t at = 0; at < sizeof text - 1; at++) {
		for (size_t k = 0; k < sizeof into; k++) {
			char *copy = malloc(sizeof text);
			struct pabulib_fault fault;
			struct pabulib *file;

			memcpy(copy, text, sizeof text);
			copy[at] = into[k];
			if (pabulib_read(&file, &fault, copy, sizeof text - 1, NULL, NULL) == STATUS_OK)
				pabulib_destroy(file);
			else
				assert_true(fault.what[0] != '\0');
			free(copy);
		}
	}
}

static void a_vote_of_many_projects(void **state)
{
	enum { PROJECTS = 3000 };
	size_t room = PROJECTS * 40 + 1000, len;
	char *text = malloc(room);
	struct reading r;

	(void)state;
	len = (size_t)snprintf(
	    text, room, META "num_projects;%d\nnum_votes;1\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\n",
	    PROJECTS);
	for (int i = 0; i < PROJECTS; i++)
		len += (size_t)snprintf(text + len, room - len, "p%d;1\n", i);
	len += (size_t)snprintf(text + len, room - len, "VOTES\nvoter_id;vote\nv;p0");
	for (int i = 1; i < PROJECTS; i++)
		len += (size_t)snprintf(text + len, room - len, ",p%d", i);
	r = read_good(text);
	assert_int_equal(r.file->votes[0].end, PROJECTS);
	assert_int_equal(r.file->marks[PROJECTS - 1].project, PROJECTS - 1);
	done(&r);
	free(text);
}

/* --- the published files, where they are there --- */

static const char *const folders[] = {"../shared/pabulib", "../shared/pabulib/synthetic"};

static size_t count_lines(const char *text, const char *section)
{
	const char *at = strstr(text, section);
	size_t lines = 0;

	at = strchr(at + 1, '\n') + 1; /* the title */
	at = strchr(at, '\n') + 1;     /* the header */
	for (; *at && strncmp(at, "VOTES", 5) != 0; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : at + strlen(at))
		lines++;
	return lines;
}

static void read_published(const char *path, size_t *read)
{
	struct bytes bytes;
	struct told told = {0};
	struct pabulib_fault fault;
	struct pabulib *file;
	size_t projects, votes;

	assert_status(STATUS_OK, file_read(&bytes, path, PABULIB_MAX_BYTES, "the Pabulib file"));
	projects = count_lines((char *)bytes.data, "\nPROJECTS");
	votes = count_lines((char *)bytes.data, "\nVOTES");
	if (pabulib_read(&file, &fault, (char *)bytes.data, bytes.len, collect, &told) != STATUS_OK)
		fail_msg("%s, line %lu: %s", path, fault.line, fault.what);
	assert_int_equal(file->project_count, projects);
	assert_int_equal(file->vote_count, votes);
	assert_int_equal(atoi(pabulib_meta(file, "num_votes")), votes);
	assert_int_equal(file->repeated_votes, 0);
	/* In one experiment, 11 voters kept points that they were asked to give. */
	assert_int_equal(file->breaking_votes, strstr(path, "Mechanical_Turk") ? 11 : 0);
	/* The reader recounts votes and scores: besides, only a withdrawn project, dearer than the budget, is odd. */
	if (told.count > 0 && !strstr(told.first.what, "which says that it was withdrawn") && file->breaking_votes == 0)
		fail_msg("%s, line %lu: %s", path, told.first.line, told.first.what);
	assert_written_again(file);
	pabulib_destroy(file);
	bytes_free(&bytes);
	(*read)++;
}

static void published_files(void **state)
{
	size_t read = 0;

	(void)state;
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		DIR *folder = opendir(folders[i]);
		struct dirent *entry;

		if (!folder)
			skip();
		while ((entry = readdir(folder))) {
			size_t len = strlen(entry->d_name);
			char path[PATH_ROOM];

			if (len < 3 || strcmp(entry->d_name + len - 3, ".pb") != 0)
				continue;
			(void)snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
			read_published(path, &read);
		}
		closedir(folder);
	}
	print_message("# note: %zu published files read\n", read);
	assert_true(read >= 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(approval),
	    cmocka_unit_test(same_bytes_with_crlf_bom_and_blanks),
	    cmocka_unit_test(texts_of_meta_may_hold_delimiters),
	    cmocka_unit_test(decimals_are_exact),
	    cmocka_unit_test(points),
	    cmocka_unit_test(every_vote_type),
	    cmocka_unit_test(a_project_named_twice),
	    cmocka_unit_test(odd_votes_are_told_three_times_then_summed_up),
	    cmocka_unit_test(a_wrong_recount_is_told),
	    cmocka_unit_test(every_prefix),
	    cmocka_unit_test(every_byte_changed),
	    cmocka_unit_test(a_vote_of_many_projects),
	    cmocka_unit_test(published_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
