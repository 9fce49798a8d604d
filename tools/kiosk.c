/* folkmoot kiosk: enrolling kiosks. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "enrol.h"
#include "files.h"
#include "keys.h"
#include "kiosk_reopen.h"
#include "kiosk_roster.h"
#include "loss.h"
#include "passphrase.h"

/* A practice kiosk's PINs where none is given: nothing secret is behind them. */
#define PRACTICE_STAFF_PIN  "1234"
#define PRACTICE_SECOND_PIN "4321"

struct enrol_options {
	const char *data, *name, *place, *organiser, *pin_file, *second_pin_file;
	int practice;
};

/* Which of the two PINs. */
struct which_pin {
	const char *file, *usual, *whose, *asked;
};

static enum status get_pin(char pin[static PASSPHRASE_MAX + 1], const struct enrol_options *options,
                           const struct which_pin *which)
{
	struct sentence why = {""};
	enum status status;

	if (!options->practice && which->file) {
		(void)cli_failed("--pin-file, --second-pin-file: only a practice kiosk takes its PINs from files; type "
		                 "them, without anybody watching");
		return STATUS_STATE;
	}
	if (options->practice && !which->file) {
		snprintf(pin, PASSPHRASE_MAX + 1, "%s", which->usual);
		return STATUS_OK;
	}
	status = passphrase_get(pin, which->file, which->asked, PIN_NEW);
	if (status == STATUS_OK)
		status = kiosk_pin_check(&why, which->whose, pin, options->practice ? SIGN_PRACTICE : SIGN_REAL);
	if (why.text[0] != '\0')
		(void)cli_failed("%s", why.text);
	return status;
}

static enum status read_organiser(struct bytes *file, const struct enrol_options *options)
{
	struct sign_public key;
	enum status status = public_key_load_text(&key, file, options->organiser);

	if (status == STATUS_OK && (sign_key_kind(&key) == SIGN_PRACTICE) != options->practice) {
		(void)cli_refused(
		    "%s: this is a %s key, the kiosk is enrolled for %s; give a key of the same kind, or %s --practice",
		    options->organiser, options->practice ? "real" : "practice",
		    options->practice ? "practice" : "real votes", options->practice ? "leave out" : "add");
		status = STATUS_PRACTICE;
	}
	return status;
}

static void tell_enrolled(const struct enrol_options *options, const struct enrolment *enrolment)
{
	char key[SIGN_KEY_TEXT], fingerprint[KEY_FINGERPRINT];

	sign_key_text(key, &enrolment->key);
	printf("The kiosk \"%s\" (%s) is enrolled%s.\n\n", enrolment->name, enrolment->place,
	       options->practice ? " for practice" : "");
	printf("  %s            its data folder: the key in it never leaves it\n", options->data);
	printf("  %s/kiosk.txt  is public: give it to the organiser for the roster\n\n", options->data);
	key_fingerprint(fingerprint, &enrolment->key);
	printf("Its key's fingerprint, to compare by eye or voice:  %s\nThe whole key:\n  %s\n", fingerprint, key);
	if (options->practice && !options->pin_file)
		printf("Its staff PIN is %s, as every practice kiosk's.\n", PRACTICE_STAFF_PIN);
	if (options->practice && !options->second_pin_file)
		printf("Its second person's PIN, for erasing, is %s.\n", PRACTICE_SECOND_PIN);
	printf("\nNext: the organiser signs `folkmoot kiosk roster` with the kiosk.txt of every kiosk.\n");
}

static enum status enrol(const struct enrol_options *options)
{
	const struct which_pin staff = {options->pin_file, PRACTICE_STAFF_PIN, "staff", "the kiosk's staff"};
	const struct which_pin other = {options->second_pin_file, PRACTICE_SECOND_PIN, "second person's",
	                                "the second person, for erasing"};
	char pin[PASSPHRASE_MAX + 1], second[PASSPHRASE_MAX + 1];
	struct enrolment enrolment;
	struct sentence why = {""};
	struct bytes organiser = {0};
	enum status status = read_organiser(&organiser, options);

	memset(pin, 0, sizeof pin);
	memset(second, 0, sizeof second);
	if (status == STATUS_OK)
		status = get_pin(pin, options, &staff);
	if (status == STATUS_OK)
		status = get_pin(second, options, &other);
	if (status == STATUS_OK) {
		struct enrol_request request = {.data = options->data,
		                                .name = options->name,
		                                .place = options->place,
		                                .pin = pin,
		                                .second_pin = second,
		                                .kind = options->practice ? SIGN_PRACTICE : SIGN_REAL,
		                                .organiser = (const char *)organiser.data,
		                                .organiser_len = organiser.len};

		status = enrolment_make(&enrolment, &why, &request, NULL);
		if (status != STATUS_OK)
			(void)cli_failed("%s", why.text);
	}
	sodium_memzero(pin, sizeof pin);
	sodium_memzero(second, sizeof second);
	bytes_free(&organiser);
	if (status == STATUS_OK)
		tell_enrolled(options, &enrolment);
	return status;
}

static int kiosk_enrol(int argc, char **argv)
{
	struct enrol_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--data",
	     .value = "FOLDER",
	     .help = "the kiosk's new data folder",
	     .text = &options.data,
	     .required = 1},
	    {.name = "--name",
	     .value = "NAME",
	     .help = "the kiosk's own name, \"Example Library 1\"",
	     .text = &options.name,
	     .required = 1},
	    {.name = "--place",
	     .value = "PLACE",
	     .help = "where it stands, \"Example Library\"",
	     .text = &options.place,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (.pub), which it will trust",
	     .text = &options.organiser,
	     .required = 1},
	    {.name = "--practice", .help = "a kiosk for trying out, never for a real vote", .flag = &options.practice},
	    {.name = "--pin-file",
	     .value = "FILE",
	     .help = "practice only: its first line is the staff PIN",
	     .text = &options.pin_file},
	    {.name = "--second-pin-file",
	     .value = "FILE",
	     .help = "practice only: its first line is the second person's PIN",
	     .text = &options.second_pin_file},
	};
	const struct cli_command command = {
	    .name = "kiosk enrol",
	    .usage = "--data FOLDER --name NAME --place PLACE --organiser FILE [--practice] [--pin-file FILE]\n"
	             "       [--second-pin-file FILE]",
	    .help = "Run on the kiosk: makes its key, locked under the staff PIN, in a new data folder,\n"
	            "together with the organiser's public key. Asks for two PINs: staff's, and the one\n"
	            "of a second person, without whom nothing is erased.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	return enrol(&options) == STATUS_OK ? cli_finish(EXIT_DONE) : EXIT_FAILED;
}

int command_kiosk(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"enrol", kiosk_enrol, "make a kiosk's key and data folder"},
	    {"roster", kiosk_roster, "sign the list of all kiosks"},
	    {"lost", kiosk_lost, "declare that a kiosk is lost and will never be closed"},
	    {"reopen", kiosk_reopen, "permit a closed kiosk to open again"},
	};
	static const struct cli_menu menu = {
	    .name = "kiosk",
	    .intro = "Each kiosk makes its own key; the organiser signs the list of them.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
