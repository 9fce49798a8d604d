/* folkmoot publish: a results site from a finished record. */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "commands.h"
#include "contest_pb.h"
#include "keys.h"
#include "site.h"

struct publish_options {
	struct site_request site;
	const char *organiser;
};

static int failed(const struct audit *audit, enum status status)
{
	const struct step_verdict *step = &audit->step[audit->now];

	if (status == STATUS_MISMATCH)
		return cli_refused("%s: nothing is published, because the step \"%s\" of the record does not hold: %s",
		                   audit->path, audit_step_name(audit->now), step->reason);
	if (status == STATUS_STATE)
		return cli_failed("%s: nothing is published, because the record is not complete: %s", audit->path,
		                  step->reason);
	/* Why was told already. */
	return cli_failed("%s: nothing is published, because the record could not be checked", audit->path);
}

static int publish(struct audit *audit, const char *record, const struct publish_options *options)
{
	struct audit_request request = {.path = record, .last = STEP_RESULT, .passed = audit_tell_step};
	struct sign_public organiser;
	enum status status = STATUS_OK;
	int code;

	if (options->organiser) {
		status = public_key_load(&organiser, options->organiser);
		request.organiser = &organiser;
	}
	if (status != STATUS_OK)
		return cli_code(status);
	if (site_place_check(options->site.path, record) != STATUS_OK)
		return EXIT_FAILED;
	printf("Auditing the record:\n");
	status = audit_record_as(audit, &request);
	if (status != STATUS_OK) {
		code = failed(audit, status);
	} else {
		printf("\n");
		audit_say_key(audit);
		audit_say_readme(audit);
		code = site_publish(audit, &options->site) == STATUS_OK ? EXIT_DONE : EXIT_FAILED;
	}
	audit_finish(audit);
	return code;
}

int command_publish(int argc, char **argv)
{
	struct publish_options options = {0};
	const struct cli_option list[] = {
	    {.name = "-o", .value = "FOLDER", .help = "the site's folder", .text = &options.site.path, .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key as you know it (else the record's own)",
	     .text = &options.organiser},
	    {.name = "--language",
	     .value = "TAG",
	     .help = "the language of index.html (else the election's first)",
	     .text = &options.site.language},
	    {.name = "--country",
	     .value = "NAME",
	     .help = "for the Pabulib files: the country",
	     .text = &options.site.country},
	    {.name = "--unit", .value = "NAME", .help = "for the Pabulib files: the town", .text = &options.site.unit},
	    {.name = "--year",
	     .value = "YEAR",
	     .help = "for the Pabulib files: the year, where the election has no dates",
	     .text = &options.site.year},
	};
	const struct cli_command command = {
	    .name = "publish",
	    .usage =
	        "RECORD -o FOLDER [--organiser FILE] [--language TAG] [--country NAME] [--unit NAME] [--year YEAR]",
	    .help = "Makes a results site from a finished record: a page in every language of the\n"
	            "election, to read, print and put on any web server or USB stick, and the data for\n"
	            "spreadsheets and programs. The record is audited first; nothing is published of one\n"
	            "that does not hold (exit 1) or is not complete (exit 2).",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a record's folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);
	struct audit *audit;
	int code;

	if (answer != CLI_RUN)
		return answer;
	if (options.site.country && !contest_pb_country_known(options.site.country))
		return cli_failed(
		    "--country %s: is no country's name or code of ISO 3166; write such as \"Poland\" or \"PL\"",
		    options.site.country);
	audit = calloc(1, sizeof *audit);
	if (!audit)
		return cli_failed("there is not enough memory; close other programs");
	code = publish(audit, argv[1], &options);
	free(audit);
	return cli_finish(code);
}
