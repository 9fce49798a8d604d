/* Files of the tools: read whole and bounded, written whole or not at all, nothing left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"

static int set_up(void **state)
{
	char *dir = strdup("/tmp/folkmoot-files-XXXXXX");

	*state = dir;
	return mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	char command[100];

	snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
	free(*state);
	return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static size_t names_here(void)
{
	struct folder_names names;
	size_t count;

	assert_int_equal(folder_list(&names, ".", "here"), STATUS_OK);
	count = names.count;
	folder_names_free(&names);
	return count;
}

static void holds(const char *path, const char *text)
{
	struct bytes bytes;

	assert_int_equal(file_read(&bytes, path, 100, "a file"), STATUS_OK);
	assert_string_equal((const char *)bytes.data, text);
	bytes_free(&bytes);
}

static void test_write_signed(void **state)
{
	(void)state;
	assert_int_equal(file_write_signed("signed", "abc", 3), STATUS_OK);
	assert_int_equal(file_write_signed("signed", "abc", 3), STATUS_OK);
	assert_int_equal(file_write_signed("signed", "abd", 3), STATUS_STATE);
	assert_int_equal(file_write_signed("signed", "ab", 2), STATUS_STATE);
	assert_int_equal(file_write_signed("signed", "abcd", 4), STATUS_STATE);
	assert_int_equal(file_write_signed(".", "abc", 3), STATUS_STATE);
	holds("signed", "abc");
	unlink("signed");
}

static void test_write_and_read(void **state)
{
	struct stat stat_of;
	size_t before = names_here();

	(void)state;
	assert_int_equal(file_write("public", "abc", 3, FILE_PUBLIC, FILE_KEEP), STATUS_OK);
	assert_int_equal(file_write("secret", "s", 1, FILE_SECRET, FILE_KEEP), STATUS_OK);
	holds("public", "abc");
	assert_int_equal(stat("public", &stat_of), 0);
	assert_int_equal(stat_of.st_mode & 0777, 0644);
	assert_int_equal(stat("secret", &stat_of), 0);
	assert_int_equal(stat_of.st_mode & 0777, 0600);
	assert_int_equal(names_here(), before + 2);
}

static void test_never_overwritten(void **state)
{
	size_t before = names_here();

	(void)state;
	assert_int_equal(file_write("public", "xyz", 3, FILE_PUBLIC, FILE_KEEP), STATUS_USED);
	holds("public", "abc");
	assert_int_equal(file_write("public", "xyz", 3, FILE_PUBLIC, FILE_REPLACE), STATUS_OK);
	holds("public", "xyz");
	assert_int_equal(names_here(), before);
}

static void test_where_it_cannot_be(void **state)
{
	struct bytes bytes;
	size_t before = names_here();

	(void)state;
	assert_int_equal(file_write("nowhere/file", "x", 1, FILE_PUBLIC, FILE_REPLACE), STATUS_ABSENT);
	assert_int_equal(file_write("public/file", "x", 1, FILE_PUBLIC, FILE_REPLACE), STATUS_ABSENT);
	assert_int_equal(file_read(&bytes, "nothing", 10, "a file"), STATUS_ABSENT);
	bytes_free(&bytes);
	assert_int_equal(file_read(&bytes, "public", 2, "a file"), STATUS_TOO_LONG);
	bytes_free(&bytes);
	assert_int_equal(file_read_quiet(&bytes, ".", 100), STATUS_MAGIC);
	bytes_free(&bytes);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(file_read_quiet(&bytes, "pipe", 100), STATUS_MAGIC);
	bytes_free(&bytes);
	unlink("pipe");
	assert_int_equal(names_here(), before);
}

static void test_abandoned_file(void **state)
{
	struct file_out out;
	size_t before = names_here();

	(void)state;
	assert_int_equal(file_out_begin(&out, "never", FILE_PUBLIC, FILE_REPLACE), STATUS_OK);
	file_out_put(&out, "x", 1);
	file_out_abandon(&out);
	file_out_abandon(&out);
	assert_int_equal(names_here(), before);
}

static void test_folder_all_or_nothing(void **state)
{
	struct folder_out out;
	char path[PATH_ROOM];
	size_t before = names_here();

	(void)state;
	assert_int_equal(folder_out_begin(&out, "folder/"), STATUS_OK);
	assert_int_equal(path_join(path, out.temporary, "file"), STATUS_OK);
	assert_int_equal(file_write(path, "in", 2, FILE_PUBLIC, FILE_KEEP), STATUS_OK);
	assert_false(path_exists("folder"));
	assert_int_equal(folder_out_finish(&out), STATUS_OK);
	holds("folder/file", "in");
	assert_int_equal(folder_out_begin(&out, "folder"), STATUS_USED);
	assert_int_equal(folder_out_begin(&out, "other"), STATUS_OK);
	assert_int_equal(path_join(path, out.temporary, "sub"), STATUS_OK);
	assert_int_equal(folder_make(path), STATUS_OK);
	assert_int_equal(folder_make(path), STATUS_OK);
	assert_int_equal(path_join(path, out.temporary, "sub/file"), STATUS_OK);
	assert_int_equal(file_write(path, "in", 2, FILE_PUBLIC, FILE_KEEP), STATUS_OK);
	folder_out_abandon(&out);
	assert_int_equal(names_here(), before + 1);
}

/* Somebody else makes the folder meanwhile: theirs stays. */
static void test_folder_taken_meanwhile(void **state)
{
	struct folder_out out;
	size_t before = names_here();

	(void)state;
	assert_int_equal(folder_out_begin(&out, "race"), STATUS_OK);
	assert_int_equal(mkdir("race", 0755), 0);
	assert_int_equal(file_write("race/theirs", "t", 1, FILE_PUBLIC, FILE_KEEP), STATUS_OK);
	assert_int_equal(folder_out_finish(&out), STATUS_USED);
	holds("race/theirs", "t");
	assert_int_equal(names_here(), before + 1);
}

static void parent_is(const char *path, const char *parent)
{
	char out[PATH_ROOM];

	assert_int_equal(path_parent(out, path), STATUS_OK);
	assert_string_equal(out, parent);
}

static void test_paths(void **state)
{
	char path[PATH_ROOM], *huge = malloc(PATH_ROOM + 1);

	(void)state;
	parent_is("a", ".");
	parent_is("a/b", "a");
	parent_is("a/b/", "a");
	parent_is("/a", "/");
	parent_is("//a//b", "//a");
	assert_int_equal(path_join(path, "a/", "b"), STATUS_OK);
	assert_string_equal(path, "a/b");
	memset(huge, 'x', PATH_ROOM);
	huge[PATH_ROOM] = '\0';
	assert_int_equal(path_join(path, huge, "b"), STATUS_TOO_LONG);
	assert_int_equal(file_write(huge, "x", 1, FILE_PUBLIC, FILE_KEEP), STATUS_TOO_LONG);
	free(huge);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_write_signed),           cmocka_unit_test(test_write_and_read),
	    cmocka_unit_test(test_never_overwritten),      cmocka_unit_test(test_where_it_cannot_be),
	    cmocka_unit_test(test_abandoned_file),         cmocka_unit_test(test_folder_all_or_nothing),
	    cmocka_unit_test(test_folder_taken_meanwhile), cmocka_unit_test(test_paths),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
