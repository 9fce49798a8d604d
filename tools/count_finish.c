/* folkmoot count finish: every step checked, the votes opened and counted, the result published. */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "count.h"
#include "record.h"

/* A record that was finished says so; whether rightly, the audit tells. */
static enum status check_open(const char *record)
{
	const char *missing;

	(void)record_count_published(&missing, record);
	if (missing)
		return STATUS_OK;
	(void)cli_failed("%s: this count is finished already; check it with `folkmoot audit %s`", record, record);
	return STATUS_STATE;
}

static enum status open_votes(struct audit *audit)
{
	enum status status = record_open(audit);

	if (status == STATUS_NO_ROOM)
		(void)cli_failed(
		    "%s: the ballots could not be opened and counted: there is not enough memory; try on a "
		    "computer with more",
		    audit->path);
	else if (status != STATUS_OK)
		(void)cli_failed("%s: the ballots could not be counted: the count %s; no election that was checked "
		                 "leads to that, so tell the authors of this program",
		                 audit->path, status_phrase(status));
	return status;
}

static void tell_why_not(const struct audit *audit, enum status status)
{
	for (int step = 0; step < STEP_COUNT; step++) {
		const struct step_verdict *verdict = &audit->step[step];

		if (verdict->state == STEP_MISSING)
			(void)cli_failed(
			    "%s: not ready to be finished: %s; `folkmoot count status %s` says who is next",
			    audit->path, verdict->reason, audit->path);
		else if (verdict->state == STEP_BROKEN)
			(void)cli_refused("%s: nothing is published: the step \"%s\" does not hold", audit->path,
			                  audit_step_name((enum audit_step)step));
	}
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory; try on a computer with more", audit->path);
}

/* No file lies in it, so no manifest would tell of it. */
static void note_unfinished_mixes(const char *record)
{
	for (int number = 1; number <= 9; number++) {
		char name[32], path[PATH_ROOM];

		snprintf(name, sizeof name, RECORD_MIXES "/.%d.part", number);
		if (path_join(path, record, name) == STATUS_OK && path_exists(path))
			cli_note(
			    "note: %s: the empty folder of a mix that was begun and not finished; remove it before "
			    "you publish the record",
			    path);
	}
}

static int run(const char *record, const char *organiser)
{
	struct audit *audit = calloc(1, sizeof *audit);
	enum status status;

	if (!audit)
		return cli_failed("there is not enough memory; close other programs");
	status = check_open(record);
	if (status == STATUS_OK) {
		status = audit_record_by(audit, record, STEP_DECRYPTION, organiser);
		if (status != STATUS_OK)
			tell_why_not(audit, status);
	}
	if (status == STATUS_OK) {
		audit_say_key(audit);
		status = open_votes(audit);
	}
	if (status == STATUS_OK) {
		status = audit_moderated(audit);
		if (status != STATUS_OK)
			tell_why_not(audit, status);
	}
	if (status == STATUS_OK)
		status = record_finish(record, audit);
	if (status == STATUS_OK) {
		count_tell(audit);
		note_unfinished_mixes(record);
		printf("\nThe record is in %s; start with its readme.txt. Anyone can check it: folkmoot audit %s\n"
		       "A site to read, made from it: folkmoot publish %s -o FOLDER\n",
		       record, record, record);
	}
	audit_finish(audit);
	free(audit);
	return cli_finish(cli_code(status));
}

int command_count_finish(int argc, char **argv)
{
	const char *organiser = NULL;
	const struct cli_option list[] = {
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key as you know it (else the record's own, shown)",
	     .text = &organiser},
	};
	const struct cli_command command = {
	    .name = "count finish",
	    .usage = "RECORD [--organiser FILE]",
	    .help = "Checks every step of the record as `folkmoot audit` does, puts the trustees' factors\n"
	            "together, counts the votes by the election's rule, and publishes: codes.txt, votes,\n"
	            "result.json, result.csv, readme.txt, manifest.sha256. Of a result that was published\n"
	            "already it writes what is missing, where the rest follows. Needs no key.\n"
	            "Exit 0: finished; 1: a step does not hold; 2: something is missing, or could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a record's folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	return answer == CLI_RUN ? run(argv[1], organiser) : answer;
}
