/* The site as a folder: written beside its final name and put there whole. */
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ballots_csv.h"
#include "cli.h"
#include "contest_pb.h"
#include "data_package.h"
#include "record.h"
#include "site.h"
#include "text_out.h"

enum { SITE_FILES_MAX = 2 * ELECTION_MAX_CONTESTS + 8, SITE_MADE_ROOM = PATH_ROOM + 8 };

struct writing {
	struct site *site;
	const struct site_request *request;
	struct folder_out folder;
	struct data_file file[SITE_FILES_MAX];
	char name[SITE_FILES_MAX][SITE_FILE_NAME], sha256[SITE_FILES_MAX][SITE_HASH_TEXT];
	size_t file_count;
};

/* --- one file --- */

static enum status put(const struct writing *writing, const char *name, const void *data, size_t len)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, writing->folder.temporary, name);

	return status == STATUS_OK ? file_write(path, data, len, FILE_PUBLIC, FILE_KEEP) : status;
}

static enum status no_room(const struct writing *writing, enum status status)
{
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: the site does not fit this computer's memory; use a larger one",
		                 writing->request->path);
	return status;
}

/* A file of data, which the package describes. */
static enum status put_data(struct writing *writing, const char *name, enum data_kind kind, unsigned contest,
                            const struct bytes *bytes)
{
	size_t at = writing->file_count++;
	uint8_t hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, bytes->data, bytes->len);
	hex_write(writing->sha256[at], hash, sizeof hash);
	snprintf(writing->name[at], SITE_FILE_NAME, "%s", name);
	writing->file[at] = (struct data_file){.path = writing->name[at],
	                                       .kind = kind,
	                                       .contest = contest,
	                                       .bytes = bytes->len,
	                                       .sha256 = writing->sha256[at]};
	return put(writing, name, bytes->data, bytes->len);
}

/* --- data --- */

static enum status put_pb(struct writing *writing, unsigned contest)
{
	const struct result *result = &writing->site->audit->result;
	const struct pb_about about = {writing->request->country, writing->request->unit, writing->request->year};
	char name[SITE_FILE_NAME];
	struct bytes bytes = {0};
	struct text_out text;
	enum status status, written;

	if (!contest_pb_possible(&result->election->contests[contest]))
		return STATUS_OK;
	status = text_begin(&text);
	if (status != STATUS_OK)
		return no_room(writing, status);
	written = contest_pb_write(text.stream, result, contest, &about);
	status = text_end(&bytes, &text);
	if (status == STATUS_OK)
		status = written;
	snprintf(name, sizeof name, SITE_PB, result->election->contests[contest].id);
	if (status == STATUS_RULES) {
		cli_note("%s is not written: the number of one of its projects is none that this format can hold",
		         name);
		status = STATUS_OK;
	} else if (status == STATUS_RANGE) {
		(void)cli_failed("%s: the election has no dates; give the year of the vote with --year", name);
	} else if (status == STATUS_OK) {
		writing->site->has_pb[contest] = 1;
		status = put_data(writing, name, DATA_PABULIB, contest, &bytes);
	}
	bytes_free(&bytes);
	return no_room(writing, status);
}

static enum status put_ballots(struct writing *writing, unsigned contest)
{
	const struct result *result = &writing->site->audit->result;
	char name[SITE_FILE_NAME];
	struct bytes bytes = {0};
	struct text_out text;
	enum status status = text_begin(&text), written;

	if (status != STATUS_OK)
		return no_room(writing, status);
	written = ballots_csv_write(text.stream, result, contest);
	status = text_end(&bytes, &text);
	if (status == STATUS_OK)
		status = written;
	snprintf(name, sizeof name, SITE_BALLOTS, result->election->contests[contest].id);
	if (status == STATUS_OK)
		status = put_data(writing, name, DATA_BALLOTS, contest, &bytes);
	bytes_free(&bytes);
	return no_room(writing, status);
}

static enum status put_results(struct writing *writing)
{
	struct bytes json = {0}, csv = {0};
	enum status status = no_room(writing, site_json(&json, writing->site));

	if (status == STATUS_OK)
		status = put_data(writing, SITE_JSON, DATA_RESULT_JSON, 0, &json);
	if (status == STATUS_OK)
		status = no_room(writing, record_csv(&csv, writing->site->audit));
	if (status == STATUS_OK)
		status = put_data(writing, SITE_CSV, DATA_RESULT_CSV, 0, &csv);
	bytes_free(&json);
	bytes_free(&csv);
	return status;
}

static enum status put_package(struct writing *writing)
{
	struct bytes bytes = {0};
	struct text_out text;
	enum status status = text_begin(&text), written;

	if (status != STATUS_OK)
		return no_room(writing, status);
	written = data_package_write(text.stream, &writing->site->audit->result, writing->file, writing->file_count);
	status = text_end(&bytes, &text);
	if (status == STATUS_OK)
		status = written;
	if (status == STATUS_OK)
		status = put(writing, SITE_PACKAGE, bytes.data, bytes.len);
	bytes_free(&bytes);
	return no_room(writing, status);
}

/* --- codes --- */

/* One beginning's lines, as they are and for the pages' script. */
static enum status put_prefix(const struct writing *writing, const char *lines, size_t len)
{
	int letters = (int)writing->site->code_prefix;
	char name[SITE_FILE_NAME];
	struct bytes bytes = {0};
	struct text_out text;
	enum status status;

	snprintf(name, sizeof name, "codes/%.*s.txt", letters, lines);
	status = put(writing, name, lines, len);
	if (status != STATUS_OK || (status = no_room(writing, text_begin(&text))) != STATUS_OK)
		return status;
	fprintf(text.stream, "folkmootCodes(\"%.*s\",\"", letters, lines);
	lookup_pack(text.stream, lines, len);
	fputs("\");\n", text.stream);
	status = no_room(writing, text_end(&bytes, &text));
	snprintf(name, sizeof name, "codes/%.*s.js", letters, lines);
	if (status == STATUS_OK)
		status = put(writing, name, bytes.data, bytes.len);
	bytes_free(&bytes);
	return status;
}

static enum status put_codes(struct writing *writing)
{
	const struct site *site = writing->site;
	const char *rest = (const char *)site->codes.data;
	char path[PATH_ROOM];
	enum status status;

	if (site->code_prefix == 0)
		return put_data(writing, SITE_CODES, DATA_OTHER, 0, &site->codes);
	status = path_join(path, writing->folder.temporary, SITE_CODE_LISTS);
	if (status == STATUS_OK)
		status = folder_make(path);
	while (*rest && status == STATUS_OK) {
		const char *line = rest;

		do {
			const char *end = strchr(rest, '\n');

			rest = end ? end + 1 : rest + strlen(rest);
		} while (*rest && strncmp(rest, line, site->code_prefix) == 0);
		status = put_prefix(writing, line, (size_t)(rest - line));
	}
	return status;
}

/* --- pages --- */

static enum status put_pages(struct writing *writing)
{
	const struct site *site = writing->site;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < site->page_count && status == STATUS_OK; i++) {
		struct bytes bytes = {0};

		status = no_room(writing, site_html(&bytes, site, &site->page[i]));
		if (status == STATUS_OK)
			status = put(writing, site->page[i].file, bytes.data, bytes.len);
		bytes_free(&bytes);
	}
	return status;
}

static enum status put_all(struct writing *writing)
{
	const struct election *election = writing->site->election;
	enum status status = put_results(writing);

	for (unsigned i = 0; i < election->contest_count && status == STATUS_OK; i++) {
		status = put_pb(writing, i);
		if (status == STATUS_OK)
			status = put_ballots(writing, i);
	}
	if (status == STATUS_OK)
		status = put_codes(writing);
	if (status == STATUS_OK)
		status = put_package(writing);
	return status == STATUS_OK ? put_pages(writing) : status;
}

/* --- an older site in its place --- */

static int begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static int ends(const char *text, const char *with)
{
	size_t len = strlen(text), end = strlen(with);

	return len > end && strcmp(text + len - end, with) == 0;
}

/* "index.html", and the tags of languages that there are pages in: not "about.html". */
static int is_page(const char *name)
{
	char tag[SITE_FILE_NAME];
	size_t len = strlen(name);

	if (!ends(name, ".html") || len - strlen(".html") >= sizeof tag)
		return 0;
	snprintf(tag, sizeof tag, "%.*s", (int)(len - strlen(".html")), name);
	return strcmp(tag, "index") == 0 || phrases_in(tag) != NULL;
}

/* The names that this program gives at the top of a site. */
static int is_name_of_ours(const char *name)
{
	return strcmp(name, SITE_JSON) == 0 || strcmp(name, SITE_CSV) == 0 || strcmp(name, SITE_CODES) == 0 ||
	       strcmp(name, SITE_PACKAGE) == 0 || strcmp(name, SITE_CODE_LISTS) == 0 || is_page(name) ||
	       (begins(name, "contest-") && ends(name, ".pb")) || (begins(name, "ballots-") && ends(name, ".csv"));
}

static int has_mark(const char *path)
{
	static const char mark[] = "{\n \"folkmoot_site\":";
	char name[PATH_ROOM];
	struct bytes bytes = {0};
	int found = path_join(name, path, SITE_JSON) == STATUS_OK &&
	            file_read_plain(&bytes, name, 1024UL * 1024 * 1024) == STATUS_OK && bytes.len >= sizeof mark &&
	            memcmp(bytes.data, mark, sizeof mark - 1) == 0;

	bytes_free(&bytes);
	return found;
}

/* A list of codes is named by what its codes begin with. */
static int is_code_list(const char *name)
{
	size_t len = strcspn(name, ".");

	return (len == 1 || len == 2) && (strcmp(name + len, ".txt") == 0 || strcmp(name + len, ".js") == 0);
}

/* A folder itself, and no link to one: what a link leads to is not ours to remove. */
static int is_own_folder(const char *path)
{
	struct stat stat_of;

	return lstat(path, &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
}

static enum status check_names(const char *path, int (*ours)(const char *name))
{
	struct folder_names names;
	enum status status = folder_list(&names, path, "the older site");

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
		if (ours(names.name[i]))
			continue;
		(void)cli_failed("%s/%s: is no file of a results site, and replacing the site would remove it; move it "
		                 "away, or choose another folder",
		                 path, names.name[i]);
		status = STATUS_USED;
	}
	folder_names_free(&names);
	return status;
}

static int is_empty(const char *path)
{
	struct folder_names names;
	int empty = folder_list(&names, path, "the site's folder") == STATUS_OK && names.count == 0;

	folder_names_free(&names);
	return empty;
}

/* STATUS_OK where everything in the folder is a site's, or nothing is in it. */
static enum status check_older(const char *path)
{
	char codes[PATH_ROOM];
	enum status status = path_join(codes, path, SITE_CODE_LISTS);

	if (!is_own_folder(path) && folder_exists(path)) {
		(void)cli_failed("%s: is a link; give the folder that it leads to", path);
		return STATUS_USED;
	}
	if (is_own_folder(path) && is_empty(path))
		return status;
	if (!is_own_folder(path) || !has_mark(path)) {
		(void)cli_failed("%s: something else than a results site is there already, and it is not replaced; "
		                 "choose another name",
		                 path);
		return STATUS_USED;
	}
	if (status == STATUS_OK)
		status = check_names(path, is_name_of_ours);
	if (status != STATUS_OK || !path_exists(codes))
		return status;
	if (is_own_folder(codes))
		return check_names(codes, is_code_list);
	(void)cli_failed("%s: is no folder of a results site; move it away, or choose another folder", codes);
	return STATUS_USED;
}

static void remove_names(const char *path, int (*wanted)(const char *name))
{
	struct folder_names names;
	char below[PATH_ROOM];

	if (folder_list(&names, path, "the older site") != STATUS_OK)
		return;
	for (size_t i = 0; i < names.count; i++)
		if (wanted(names.name[i]) && path_join(below, path, names.name[i]) == STATUS_OK)
			(void)unlink(below);
	folder_names_free(&names);
	(void)rmdir(path);
}

static void remove_older(const char *path)
{
	char codes[PATH_ROOM];

	if (path_join(codes, path, SITE_CODE_LISTS) == STATUS_OK && is_own_folder(codes))
		remove_names(codes, is_code_list);
	remove_names(path, is_name_of_ours);
}

/* Both change places in one step, so that a site is there at every moment. */
static enum status replace(const char *made, const char *path)
{
	if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_EXCHANGE) != 0) {
		(void)cli_failed("%s: could not take the place of the older site; the new one is in %s", path, made);
		return STATUS_IO;
	}
	remove_older(made);
	return STATUS_OK;
}

static enum status write_into(struct writing *writing, const char *path)
{
	enum status status = folder_out_begin(&writing->folder, path);

	if (status == STATUS_OK)
		status = put_all(writing);
	if (status == STATUS_OK)
		status = folder_out_finish(&writing->folder);
	folder_out_abandon(&writing->folder);
	return status;
}

/* Where the new site is made: beside the older one's own name, which "." is not. */
static enum status beside_older(char made[static SITE_MADE_ROOM], char path[static PATH_ROOM])
{
	char *real = realpath(path, NULL);
	enum status status = STATUS_USED;

	if (!real || strlen(real) >= PATH_ROOM) {
		(void)cli_failed("%s: its folder could not be found; give its whole path", path);
		goto out;
	}
	snprintf(path, PATH_ROOM, "%s", real);
	snprintf(made, SITE_MADE_ROOM, "%s.part", real);
	if (path_exists(made))
		(void)cli_failed("%s: was left by a run that was interrupted, or another one writes it now; when no "
		                 "other runs, remove it",
		                 made);
	else
		status = STATUS_OK;
out:
	free(real);
	return status;
}

/* A record with a site in it would hold files that belong to none. */
static enum status check_outside(const char *path, const char *record)
{
	char parent[PATH_ROOM], *real = NULL, *inside = realpath(record, NULL);
	enum status status = path_parent(parent, path);
	size_t len = inside ? strlen(inside) : 0;

	if (status == STATUS_OK)
		real = realpath(parent, NULL);
	if (status == STATUS_OK && !real) {
		(void)cli_failed("%s: the folder to write it in is not there; make it first", path);
		status = STATUS_ABSENT;
	}
	if (real && inside && strncmp(real, inside, len) == 0 && (real[len] == '/' || real[len] == '\0')) {
		(void)cli_failed("%s: lies in the record, which must stay as it is; choose a folder outside", path);
		status = STATUS_STATE;
	}
	free(real);
	free(inside);
	return status;
}

static void tell(const struct site *site, const char *path)
{
	printf("\nThe results site is in %s\n", path);
	for (unsigned i = 0; i < site->page_count; i++)
		printf("  %-18s %s%s\n", site->page[i].file,
		       i ? "the same in " : "the page to open: ", phrase(site->page[i].phrases, "language.name"));
	printf("  %-18s the numbers, for programs\n  %-18s the projects, for spreadsheets\n", SITE_JSON, SITE_CSV);
	printf("  %-18s each contest's votes, one a line\n", "ballots-*.csv");
	for (unsigned i = 0; i < site->election->contest_count; i++) {
		if (site->has_pb[i]) {
			printf("  %-18s the same as Pabulib files\n", "contest-*.pb");
			break;
		}
	}
	printf("  %-18s all confirmation codes\n", site->code_prefix ? SITE_CODE_LISTS "/" : SITE_CODES);
	printf("  %-18s what the data files are\n", SITE_PACKAGE);
	printf("Open index.html in any browser. To publish it, copy the whole folder to a web server or a stick.\n");
}

static void without_slashes(char path[static PATH_ROOM], const char *given)
{
	size_t len = (size_t)snprintf(path, PATH_ROOM, "%s", given);

	while (len > 1 && len < PATH_ROOM && path[len - 1] == '/')
		path[--len] = '\0';
}

enum status site_place_check(const char *given, const char *record)
{
	char path[PATH_ROOM];
	enum status status;

	without_slashes(path, given);
	status = check_outside(path, record);
	return status == STATUS_OK && path_exists(path) ? check_older(path) : status;
}

enum status site_publish(const struct audit *audit, const struct site_request *request)
{
	struct site *site = calloc(1, sizeof *site);
	struct writing *writing = calloc(1, sizeof *writing);
	char path[PATH_ROOM], made[SITE_MADE_ROOM];
	enum status status = site && writing ? STATUS_OK : STATUS_NO_ROOM;
	int older;

	without_slashes(path, request->path);
	older = path_exists(path);
	if (status == STATUS_OK)
		status = site_place_check(path, audit->path);
	if (status == STATUS_OK && older)
		status = beside_older(made, path);
	if (status == STATUS_OK)
		status = site_make(site, audit, request);
	if (status == STATUS_OK) {
		writing->site = site;
		writing->request = request;
		status = write_into(writing, older ? made : path);
	}
	if (status == STATUS_OK && older)
		status = replace(made, path);
	if (status == STATUS_OK)
		tell(site, request->path);
	if (site)
		site_finish(site);
	free(site);
	free(writing);
	return status;
}
