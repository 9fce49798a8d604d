/* What the parts of folkmoot moderate share. */
#ifndef FOLKMOOT_MODERATE_PARTS_H
#define FOLKMOOT_MODERATE_PARTS_H

#include "audit.h"
#include "moderate_texts.h"

struct moderate_options {
	const char *record, *withhold, *decisions, *reason, *organiser, *passphrase_file, *csv;
	int publish_all, json, yes;
};

struct moderate {
	const struct moderate_options *options;
	struct audit audit;
	struct lists lists;
	struct moderation moderation; /* as it stands in the record, or as it was decided now */
	struct faults faults;
	struct factors factors;
	struct moderated_texts texts;
	struct bytes decisions;
};

/* Marks the texts as the options say. Told. */
enum status MUST_CHECK moderate_mark(struct moderate *moderate);
/* Signs what is marked into the record. Told. */
enum status MUST_CHECK moderate_sign(struct moderate *moderate);
/* Takes what was decided out of every file of every quorum; what is out already stays so. Told. */
enum status MUST_CHECK moderate_take_out(struct moderate *moderate);
/* Refuses where an interrupted run left a file that may hold texts. Told. */
enum status MUST_CHECK moderate_no_left_over(const struct moderate *moderate);

#endif
