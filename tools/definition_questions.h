/* The questions of election.json: contests of answers, which come after all others. */
#ifndef FOLKMOOT_DEFINITION_QUESTIONS_H
#define FOLKMOOT_DEFINITION_QUESTIONS_H

#include "definition_values.h"

/* How many there are; too many are a fault, told. */
size_t questions_count(struct loader *loader, json_t *root, size_t contest_count);
/* Fills the contests after the first contest_count, for which there is room, with the questions. STATUS_NO_ROOM. */
enum status MUST_CHECK load_questions(struct loader *loader, json_t *root, size_t contest_count);

/* In definition.c: gives the contest to the ballot styles of its "districts", to all where it names none. */
void load_districts(struct loader *loader, unsigned contest, json_t *object);

#endif
