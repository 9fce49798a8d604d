/* folkmoot log verify|show: a kiosk's log by itself, from an export, from a kiosk's data folder, or as a file. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "enrol.h"
#include "enrolment.h"
#include "files.h"
#include "log_seal.h"

#define EXAMINE "ask who had the kiosk's disk, and examine that kiosk"

enum { TIME_LEN = LOG_TIME_BYTES - 1, DATE_LEN = 10, CLOCK_AT = 11, CLOCK_LEN = 8 };

/* A log and what says whose it is. */
struct source {
	char folder[PATH_ROOM], path[PATH_ROOM];
	struct bytes text;
	enum { WHOSE_ENROLMENT, WHOSE_REPORT } whose;
	char whose_path[PATH_ROOM];
	char name[ROSTER_NAME_MAX + 1], place[ROSTER_NAME_MAX + 1];
	struct sign_public key;
	struct certificate report; /* WHOSE_REPORT */
	struct log_end end;        /* how far the lines follow */
	struct log_seals seals;
};

/* --- reading --- */

static enum status read_enrolment(struct source *source, const char *path)
{
	struct enrolment enrolment;
	struct bytes text = {0};
	enum status status = file_read(&text, path, ENROLMENT_MAX_BYTES, "the kiosk's enrolment");

	if (status == STATUS_OK && enrolment_read(&enrolment, (const char *)text.data, text.len) != STATUS_OK) {
		status = STATUS_MAGIC;
		(void)cli_refused("%s: this is no kiosk's enrolment; take the kiosk-*.txt that the kiosk wrote", path);
	}
	bytes_free(&text);
	if (status != STATUS_OK)
		return status;
	source->whose = WHOSE_ENROLMENT;
	source->key = enrolment.key;
	memcpy(source->name, enrolment.name, sizeof source->name);
	memcpy(source->place, enrolment.place, sizeof source->place);
	(void)snprintf(source->whose_path, sizeof source->whose_path, "%s", path);
	return STATUS_OK;
}

static enum status read_report(struct source *source, const char *path)
{
	struct certificate *report = &source->report;
	struct bytes text = {0};
	enum status status = file_read(&text, path, CERTIFICATE_MAX_BYTES, "the export's report");

	if (status == STATUS_OK && certificate_read(report, (const char *)text.data, text.len) != STATUS_OK) {
		status = STATUS_MAGIC;
		(void)cli_refused("%s: this is no report of a kiosk; copy the export from the stick again", path);
	}
	bytes_free(&text);
	if (status != STATUS_OK)
		return status;
	source->whose = WHOSE_REPORT;
	source->key = report->kiosk;
	memcpy(source->name, report->name, sizeof source->name);
	memcpy(source->place, report->place, sizeof source->place);
	(void)snprintf(source->whose_path, sizeof source->whose_path, "%s", path);
	return STATUS_OK;
}

/* Whose log it is: said by the enrolment that was given, else by what lies beside it. */
static enum status read_whose(struct source *source, const char *enrolment)
{
	char path[PATH_ROOM];
	enum status status;

	if (enrolment)
		return read_enrolment(source, enrolment);
	status = path_join(path, source->folder, EXPORT_REPORT);
	if (status == STATUS_OK && path_exists(path))
		return read_report(source, path);
	if (status == STATUS_OK)
		status = path_join(path, source->folder, KIOSK_FILE);
	if (status != STATUS_OK)
		return status;
	if (path_exists(path))
		return read_enrolment(source, path);
	(void)cli_failed("%s: nothing beside it says which kiosk's log this is; give its enrolment with --kiosk "
	                 "kiosk-….txt",
	                 source->path);
	return STATUS_ABSENT;
}

static enum status source_read(struct source *source, const char *path, const char *enrolment)
{
	enum status status = STATUS_OK;

	memset(source, 0, sizeof *source);
	if (folder_exists(path)) {
		(void)snprintf(source->folder, sizeof source->folder, "%s", path);
		status = path_join(source->path, path, LOG_FILE);
	} else {
		(void)snprintf(source->path, sizeof source->path, "%s", path);
		status = path_parent(source->folder, path);
	}
	if (status == STATUS_OK)
		status = file_read(&source->text, source->path, LOG_MAX_BYTES, "the kiosk's log");
	return status == STATUS_OK ? read_whose(source, enrolment) : status;
}

/* --- checking --- */

/* A report says where its export's log ends; a kiosk's own log may end in a torn line after a power cut. */
static enum status check_end(const struct source *source, enum status status)
{
	const struct certificate *report = &source->report;

	if (status == STATUS_TRUNCATED && source->whose == WHOSE_ENROLMENT)
		return STATUS_OK;
	if (status != STATUS_OK) {
		(void)cli_refused("%s: line %u does not follow from the line before it, or it is another kiosk's log "
		                  "than %s says; " EXAMINE,
		                  source->path, source->end.count + 1, source->whose_path);
		return STATUS_DAMAGED;
	}
	if (source->whose != WHOSE_REPORT ||
	    (report->log_count == source->end.count && hash_compare(&report->log_head, &source->end.head) == 0))
		return STATUS_OK;
	(void)cli_refused("%s: it has %u lines with another end than the %u that %s tells of; " EXAMINE, source->path,
	                  source->end.count, report->log_count, source->whose_path);
	return STATUS_DAMAGED;
}

static enum status check_seals(struct source *source)
{
	uint32_t line;

	if (log_seals_check(&source->seals, &line, (const char *)source->text.data, source->end.len, source->key.key) !=
	    STATUS_OK) {
		(void)cli_refused("%s: the seal on line %u does not hold: lines before it were changed; " EXAMINE,
		                  source->path, line);
		return STATUS_SIGNATURE;
	}
	if (source->seals.count > 0 && (source->whose != WHOSE_REPORT || source->seals.line == source->end.count))
		return STATUS_OK;
	(void)cli_refused("%s: %s, but a kiosk seals its log %s; " EXAMINE, source->path,
	                  source->seals.count > 0 ? "its last line is not a seal" : "no line of it is a seal",
	                  source->whose == WHOSE_REPORT ? "before every export" : "from its enrolment on");
	return STATUS_SIGNATURE;
}

static enum status source_check(struct source *source)
{
	enum status status =
	    log_check(&source->end, (const char *)source->text.data, source->text.len, source->key.key, UINT32_MAX);

	status = check_end(source, status);
	return status == STATUS_OK ? check_seals(source) : status;
}

/* --- the lines that are sound --- */

typedef void line_sink(void *context, const struct log_line *line);

static void each_line(const struct source *source, line_sink *each, void *context)
{
	const char *at = (const char *)source->text.data, *end = at + source->end.len;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct log_line line;

		if (!newline || !log_line_read(&line, at, (size_t)(newline - at)))
			return;
		each(context, &line);
		at = newline + 1;
	}
}

/* --- log verify --- */

static void find_first_time(void *context, const struct log_line *line)
{
	char *first = context;

	if (first[0] == '\0')
		(void)snprintf(first, LOG_TIME_BYTES, "%.*s", TIME_LEN, line->time);
}

struct told_seals {
	uint32_t count;
	uint32_t begun_anew; /* log_seal.h */
};

/* A seal 0 that is not the first, or the first where there should have been others: key or seals were lost there. */
static void tell_begun_anew(void *context, const struct log_line *line)
{
	struct told_seals *seals = context;

	if (line->kind != LOG_SEAL)
		return;
	if ((seals->count++ > 0 || line->number == seals->begun_anew) && line->detail_len > 1 &&
	    line->detail[0] == '0' && line->detail[1] == ' ')
		printf("           The log's key was lost, and begun anew on line %u: ask what happened.\n",
		       line->number);
}

static void tell_whose(const struct source *source)
{
	char key[KEY_FINGERPRINT];

	key_fingerprint(key, &source->key);
	printf("Log        %s\n", source->path);
	printf("Kiosk      %s, %s%s\n", source->name, source->place,
	       sign_key_kind(&source->key) == SIGN_PRACTICE ? "  (PRACTICE)" : "");
	printf("           key %s, as %s says\n", key, source->whose_path);
}

static void tell_sound(const struct source *source)
{
	char first[LOG_TIME_BYTES] = "";
	char head[2 * HASH_BYTES + 1];
	struct told_seals seals = {0, source->seals.begun_anew};

	each_line(source, find_first_time, first);
	hex_write(head, source->end.head.bytes, HASH_BYTES);
	printf("Lines      %u, from %s to %s by the kiosk's clock\n", source->end.count, first, source->end.time);
	printf("Head       %s\n", head);
	printf("Seals      %u, the last on line %u: all hold\n", source->seals.count, source->seals.line);
	each_line(source, tell_begun_anew, &seals);
	if (source->end.len < source->text.len)
		printf("           A torn piece of a line stands at the end, as a power cut leaves it.\n");
	printf("\nEvery line follows from the one before it, no time runs backwards, and every seal holds%s.\n",
	       source->seals.line == source->end.count ? "" : " (what stands after the last one is not sealed yet)");
	if (source->whose == WHOSE_REPORT)
		printf("It ends where the export's report says. Whether that report is signed: folkmoot verify.\n");
}

static int run_verify(int argc, char **argv)
{
	const char *enrolment = NULL;
	const struct cli_option options[] = {
	    {"--kiosk", "FILE", "the kiosk's enrolment, where nothing beside the log says whose it is",
	     .text = &enrolment},
	};
	const struct cli_command command = {
	    .name = "log verify",
	    .usage = "LOG [--kiosk kiosk-….txt]",
	    .help = "Checks a kiosk's log: that every line follows from the one before it, that no\n"
	            "time runs backwards, and that every seal holds. LOG is an export's folder, a\n"
	            "kiosk's data folder, or a log.txt. What the log says of ballots and exports is\n"
	            "held against them by `folkmoot verify`.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "an export, a data folder or a log.txt",
	};
	struct source source;
	int count, code = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (code != CLI_RUN)
		return code;
	status = source_read(&source, argv[1], enrolment);
	if (status == STATUS_OK) {
		tell_whose(&source);
		status = source_check(&source);
	}
	if (status == STATUS_OK)
		tell_sound(&source);
	bytes_free(&source.text);
	return cli_finish(cli_code(status));
}

/* --- log show --- */

struct shown {
	int wanted[LOG_KIND_COUNT];
	char date[DATE_LEN + 1]; /* of the line before */
	uint32_t count;
};

/* Keys and signatures are for programs to read. */
static void print_detail(const struct log_line *line)
{
	const char *blank = memchr(line->detail, ' ', line->detail_len);
	int len = (int)line->detail_len;

	if (line->kind == LOG_SEAL && blank)
		printf("seal %.*s: signs all lines before it", (int)(blank - line->detail), line->detail);
	else if (line->kind == LOG_REOPEN && strcspn(line->detail, ",") < line->detail_len)
		printf("the organiser's permission, after %.*s", (int)strcspn(line->detail, ","), line->detail);
	else
		printf("%.*s", len, line->detail);
	printf("\n");
}

static void show_line(void *context, const struct log_line *line)
{
	struct shown *shown = context;

	if (!shown->wanted[line->kind])
		return;
	if (strncmp(shown->date, line->time, DATE_LEN) != 0) {
		(void)snprintf(shown->date, sizeof shown->date, "%.*s", DATE_LEN, line->time);
		printf("%s%s\n", shown->count > 0 ? "\n" : "", shown->date);
	}
	printf("%7u  %.*s  %-9s  ", line->number, CLOCK_LEN, line->time + CLOCK_AT, log_kind_word(line->kind));
	print_detail(line);
	shown->count++;
}

/* The words of --kind; none: all. */
static int choose_kinds(struct shown *shown, const struct cli_values *kinds)
{
	char known[200] = "";

	for (int kind = 0; kind < LOG_KIND_COUNT; kind++) {
		size_t len = strlen(known);

		shown->wanted[kind] = kinds->count == 0;
		(void)snprintf(known + len, sizeof known - len, "%s%s", len > 0 ? ", " : "",
		               log_kind_word((enum log_kind)kind));
	}
	for (size_t i = 0; i < kinds->count; i++) {
		int kind = 0;

		while (kind < LOG_KIND_COUNT && strcmp(kinds->value[i], log_kind_word((enum log_kind)kind)) != 0)
			kind++;
		if (kind == LOG_KIND_COUNT)
			return cli_failed("--kind %s: no line of a log is of that kind; there are %s", kinds->value[i],
			                  known);
		shown->wanted[kind] = 1;
	}
	return CLI_RUN;
}

static int run_show(int argc, char **argv)
{
	const char *enrolment = NULL;
	struct cli_values kinds = {.count = 0};
	const struct cli_option options[] = {
	    {"--kind", "WORD", "only lines of this kind; may be given several times", .values = &kinds},
	    {"--kiosk", "FILE", "the kiosk's enrolment, where nothing beside the log says whose it is",
	     .text = &enrolment},
	};
	const struct cli_command command = {
	    .name = "log show",
	    .usage = "LOG [--kind WORD]... [--kiosk kiosk-….txt]",
	    .help = "Prints a kiosk's log, a line for each event, as far as it is sound: what staff\n"
	            "did and what failed; times in UTC by the kiosk's clock. LOG is an export's\n"
	            "folder, a kiosk's data folder, or a log.txt. Kinds are boot, unlock, pin-wrong,\n"
	            "import, open, pause, close, export, refusal, fault, enrol, seal, clock, ready,\n"
	            "practice, reopen and erase.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "an export, a data folder or a log.txt",
	};
	struct shown shown = {.date = ""};
	struct source source;
	int count, code = cli_parse(&count, &command, argc, argv);
	enum status status, sound = STATUS_OK;

	if (code == CLI_RUN)
		code = choose_kinds(&shown, &kinds);
	if (code != CLI_RUN)
		return code;
	status = source_read(&source, argv[1], enrolment);
	if (status == STATUS_OK) {
		sound = source_check(&source);
		printf("%s, %s\n\n", source.name, source.place);
		each_line(&source, show_line, &shown);
		printf("%s%u of %u lines%s.\n", shown.count > 0 ? "\n" : "", shown.count, source.end.count,
		       sound == STATUS_OK ? "" : "; the log is not sound");
		status = sound;
	}
	bytes_free(&source.text);
	return cli_finish(cli_code(status));
}

int command_log(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"verify", run_verify, "check that nothing in a kiosk's log was changed, added or taken away"},
	    {"show", run_show, "print it, all of it or lines of some kinds"},
	};
	static const struct cli_menu menu = {
	    .name = "log",
	    .intro = "What staff did with a kiosk and what failed on it, line by line:",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
