/* Values of election.json: each is taken, or its fault is told and a harmless value stands in for it. */
#ifndef FOLKMOOT_DEFINITION_VALUES_H
#define FOLKMOOT_DEFINITION_VALUES_H

#include <jansson.h>

#include "election_faults.h"

struct loader {
	struct election *election;
	struct definition_media *media;
	struct check check; /* where it is, and who is told of faults */
};

/* 1 for the key of a member that says nothing to the program: "comment", or one that begins with "//". */
int is_comment(const char *key);
/* An object with known keys only; comments may stand everywhere. keys: the known ones, a blank around each. */
int load_object(struct loader *loader, json_t *object, const char *what, const char *keys);
/* The elements of a list, at most max; more are a fault. */
size_t load_list(struct loader *loader, json_t *object, const char *key, size_t max, const char *of_what);

const char *load_words(struct loader *loader, json_t *object, const char *key, const char *otherwise);
uint64_t load_number(struct loader *loader, json_t *object, const char *key, uint64_t max, uint64_t otherwise);
uint8_t load_truth(struct loader *loader, json_t *object, const char *key);
/* Money in major units: 25000, "25000" or "25000.50". */
uint64_t load_money(struct loader *loader, json_t *object, const char *key, uint64_t otherwise);
/* A text in quotes stands for the main language; an object holds one text per language. "" where value is NULL. */
void load_text_value(struct loader *loader, struct text *out, json_t *value, const char *key);
void load_text(struct loader *loader, struct text *out, json_t *object, const char *key);
/* An id; numbers may stand without quotes. */
const char *load_id(struct loader *loader, json_t *object);

/* Words that the model knows. */
enum vote_type load_vote_type(struct loader *loader, json_t *object, const char *key, enum vote_type otherwise);
enum admission load_admission(struct loader *loader, json_t *object, const char *key, enum admission otherwise);
enum rule load_rule(struct loader *loader, json_t *object, const char *key, enum rule otherwise);
enum satisfaction load_satisfaction(struct loader *loader, json_t *object, const char *key,
                                    enum satisfaction otherwise);
enum completion load_completion(struct loader *loader, json_t *object, const char *key, enum completion otherwise);
enum tie load_tie(struct loader *loader, json_t *object, const char *key, enum tie otherwise);

#endif
