/* What the words of `folkmoot count` share. */
#ifndef FOLKMOOT_COUNT_H
#define FOLKMOOT_COUNT_H

#include "audit.h"

enum { FEW_BALLOTS = 10 };

int command_count_start(int argc, char **argv);
int command_count_finish(int argc, char **argv);
int command_count_status(int argc, char **argv);

/* What the trustees' transcript must have to do with the election; told, with path for the sentence. */
enum status MUST_CHECK count_check_trustees(const struct election *election, const struct trustees *trustees,
                                            const char *path);

/* Whole lines on stdout: who mixes a new record, with which command, and what comes after. */
void count_say_mixers(const struct election *election, const char *record);
/* The result, contest by contest, on stdout. */
void count_tell(const struct audit *audit);

#endif
