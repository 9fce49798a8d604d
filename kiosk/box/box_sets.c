#include "box_sets.h"

#include <stdlib.h>

struct codes {
	struct hash *code;
	size_t count, room;
};

static enum status collect_code(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct codes *codes = context;

	(void)body;
	(void)body_len;
	if (codes->count == codes->room)
		return STATUS_INTERNAL;
	codes->code[codes->count++] = *code;
	return STATUS_OK;
}

static enum status collect_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	return collect_code(context, code, opened->body, opened->body_len);
}

enum status box_sets(struct box_sets *out, struct box *box)
{
	struct codes codes = {NULL, 0, 0};
	uint32_t slots;
	enum status status = box_counts(box, &out->sealed, &out->spoiled, &slots);

	if (status != STATUS_OK)
		return status;
	codes.room = out->sealed > out->spoiled ? out->sealed : out->spoiled;
	codes.code = calloc(codes.room + 1, sizeof *codes.code);
	if (!codes.code)
		return STATUS_NO_ROOM;
	status = box_each(box, collect_code, &codes);
	if (status == STATUS_OK)
		status = set_hash(&out->set, codes.code, codes.count);
	codes.count = 0;
	if (status == STATUS_OK)
		status = box_each_spoiled(box, collect_opened, &codes);
	if (status == STATUS_OK)
		status = set_hash(&out->spoiled_set, codes.code, codes.count);
	free(codes.code);
	return status;
}
