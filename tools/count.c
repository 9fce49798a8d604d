/* folkmoot count: a pipeline over a record. start accepts, then come mixes and decryptions by their own commands,
 * finish publishes; status says where it stands. */
#include "count.h"
#include "cli.h"
#include "commands.h"

static const struct cli_word words[] = {
    {"start", command_count_start, "check the exports and begin a record with them"},
    {"finish", command_count_finish, "check every step, count the opened votes, publish the result"},
    {"status", command_count_status, "where a count stands, and who does what next"},
};

int command_count(int argc, char **argv)
{
	static const struct cli_menu menu = {
	    .name = "count",
	    .intro = "A count goes through a folder, the record, which anyone can check in the end:\n"
	             "  folkmoot count start       begins it with the kiosks' exports\n"
	             "  folkmoot mix               by at least two mixers, in turn, each on their own computer\n"
	             "  folkmoot trustee decrypt   by as many trustees as the key needs\n"
	             "  folkmoot count finish      counts and publishes\n"
	             "  folkmoot audit             recomputes all of it, for anybody",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
