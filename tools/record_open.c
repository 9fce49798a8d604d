/* From the trustees' factors to votes. */
#include <stdlib.h>

#include "audit.h"
#include "open_texts.h"
#include "record.h"

/* One contest's messages, in the order of the mixed list. */
static enum status open_list(uint8_t *messages, const struct audit *audit, unsigned contest)
{
	const struct lists *lists = &audit->lists;
	const uint8_t *factors[TRUSTEE_MAX];

	for (unsigned i = 0; i < audit->by->member_count; i++)
		factors[i] = audit->by->member[i].factors[contest];
	return decryption_open(messages, lists->entries[contest], factors, audit->by->member_count,
	                       lists->entries_count[contest], lists->width[contest], mix_engine, &mix_crew);
}

static enum status open_contest(struct audit *audit, unsigned contest)
{
	const struct lists *lists = &audit->lists;
	size_t points = (size_t)lists->entries_count[contest] * lists->width[contest];
	uint8_t *messages = malloc(points * POINT_BYTES + 1);
	enum status status = messages ? STATUS_OK : STATUS_NO_ROOM;

	if (status == STATUS_OK && points > 0)
		status = open_list(messages, audit, contest);
	if (status == STATUS_OK)
		status = result_add(&audit->result, contest, messages, lists->entries_count[contest]);
	free(messages);
	return status;
}

static enum status open_text_contest(struct audit *audit, unsigned contest)
{
	struct opened_texts texts;
	enum status status = texts_open(&texts, audit->by, &audit->lists, contest);

	if (status == STATUS_OK)
		status = result_add(&audit->result, contest, texts.points, texts.count);
	if (status == STATUS_OK)
		status = result_withhold(&audit->result, contest, texts.withheld, texts.withheld_count);
	opened_texts_free(&texts);
	return status;
}

enum status record_open(struct audit *audit)
{
	enum status status = result_init(&audit->result, audit->accepted.package.election);

	for (unsigned i = 0; i < audit->lists.count && status == STATUS_OK; i++)
		status = audit->lists.is_text[i] ? open_text_contest(audit, i) : open_contest(audit, i);
	return status == STATUS_OK ? result_finish(&audit->result) : status;
}
