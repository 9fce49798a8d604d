/* One program for everything before and after the vote: a table of commands, nothing else. */
#include <signal.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "group.h"

static const struct cli_word words[] = {
    {"status", command_status, "say where a whole vote stands, and what comes next"},
    {"organiser", command_organiser, "make the organiser's key, which signs the election"},
    {"trustee", command_trustee, "make the trustees' key, which alone can open ballots"},
    {"mixer", command_mixer, "make the key of a mixer who is no trustee"},
    {"election", command_election, "begin, check, show and sign what is voted on"},
    {"codes", command_codes, "make voting codes, as slips of paper"},
    {"kiosk", command_kiosk, "enrol kiosks and sign the list of them"},
    {"acceptance", command_acceptance, "make a test deck, and check that every kiosk recorded it"},
    {"replay", command_replay, "play a real city's votes through practice kiosks"},
    {"verify", command_verify, "check the kiosks' exports: signatures, counts, every ballot's proof"},
    {"log", command_log, "check a kiosk's log, and print it"},
    {"challenge", command_challenge, "check on another machine what a kiosk opened as a test"},
    {"count", command_count, "begin, follow and finish a count: a record that anyone can check"},
    {"mix", command_mix, "put the ballots in a new order and form, one mixer after another"},
    {"moderate", command_moderate, "decide which of the texts that voters wrote are published"},
    {"audit", command_audit, "check a published result: that it follows from the ballots"},
    {"publish", command_publish, "make a results site from a finished record"},
    {"tally", command_tally, "count a Pabulib file directly"},
    {"pabulib", command_pabulib, "check a Pabulib file, or repair it"},
    {"messages", command_messages, "look through what the kiosk says in a language"},
};

/* Nothing needs to be tidied: what is written appears whole or not at all. The signal then ends the program as ever. */
static void interrupted(int number)
{
	static const char said[] =
	    "\nfolkmoot: interrupted; what was finished stays, and the same command can simply be started again\n";
	ssize_t written = write(STDERR_FILENO, said, sizeof said - 1);

	(void)written;
	(void)raise(number);
}

static void tell_interruptions(void)
{
	struct sigaction action = {.sa_handler = interrupted, .sa_flags = (int)SA_RESETHAND}, before;

	/* A shell lets what it runs in the background ignore it. */
	if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
		(void)sigaction(SIGINT, &action, NULL);
}

int main(int argc, char **argv)
{
	static const struct cli_menu menu = {
	    .name = "",
	    .intro = "Folkmoot prepares a participatory budgeting vote on offline kiosks and counts it.\n"
	             "The commands, in the order of a vote:",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	tell_interruptions();
	if (crypto_init() != STATUS_OK)
		return cli_failed("the cryptographic library (libsodium) does not start; reinstall it");
	return cli_choose(&menu, argc, argv);
}
