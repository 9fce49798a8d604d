/* All ballots of all sound exports: shapes, proofs, openings, and nothing used twice. */
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "cli.h"
#include "parallel.h"
#include "sealed_batch.h"

/* First components (a) of all ballots, to find one that was used twice: whoever knows the randomness of the one can
 * read the other. */
struct component {
	struct point a;
	uint32_t ballot;
};

struct check {
	struct accepted *accepted;
	struct sealed_shape shape[ELECTION_MAX_STYLES];
	unsigned stride; /* points that the largest style takes */
	struct component *components;
	/* indices of ballots: those sealed, with what is to be verified of each, and those opened */
	uint32_t *sealed, *opened;
	struct sealed_item *items;
};

static int by_code(const void *left, const void *right)
{
	const struct accepted_ballot *a = left, *b = right;
	int order = hash_compare(&a->code, &b->code);

	if (order)
		return order;
	if (!a->opened != !b->opened)
		return a->opened ? 1 : -1;
	return a->export < b->export ? -1 : a->export > b->export;
}

static int by_component(const void *left, const void *right)
{
	const struct component *a = left, *b = right;
	int order = memcmp(a->a.bytes, b->a.bytes, POINT_BYTES);

	return order ? order : a->ballot < b->ballot ? -1 : a->ballot > b->ballot;
}

/* --- the union --- */

static void add_export(struct accepted *accepted, const struct export *export)
{
	for (size_t i = 0; i < export->ballot_count; i++) {
		const struct export_ballot *from = &export->ballots[i];

		accepted->ballots[accepted->ballot_count++] = (struct accepted_ballot){
		    .code = from->code, .body = from->body, .body_len = from->body_len, .export = export};
	}
	for (size_t i = 0; i < export->spoiled_count; i++) {
		const struct export_spoiled *from = &export->spoiled[i];

		accepted->ballots[accepted->ballot_count++] =
		    (struct accepted_ballot){.code = from->code,
		                             .body = from->opened.body,
		                             .body_len = from->opened.body_len,
		                             .export = export,
		                             .opened = &from->opened};
	}
}

/* Keeps each ballot once. A code that is sealed and spoiled both would be a vote that everybody can read. */
static void drop_copies(struct accepted *accepted)
{
	size_t kept = 0;
	unsigned told = 0;

	for (size_t i = 0; i < accepted->ballot_count; i++) {
		const struct accepted_ballot *now = &accepted->ballots[i];
		const struct accepted_ballot *before = &accepted->ballots[kept ? kept - 1 : 0];
		char path[PATH_ROOM], code[CODE_TEXT_BYTES];

		if (kept == 0 || hash_compare(&before->code, &now->code) != 0) {
			accepted->ballots[kept++] = *now;
			continue;
		}
		if (!before->opened == !now->opened)
			continue;
		export_file_path(path, now->export, EXPORT_SPOILED);
		confirmation_text(code, &now->code);
		fault_each(&accepted->faults, &told, path, "the test ballot %s is cast too, in %s; examine that kiosk",
		           code, before->export->path);
	}
	accepted->ballot_count = kept;
}

static enum status collect(struct accepted *accepted)
{
	size_t most = 0;

	for (size_t i = 0; i < accepted->export_count; i++)
		if (accepted->exports[i].sound)
			most += accepted->exports[i].ballot_count + accepted->exports[i].spoiled_count;
	accepted->ballots = calloc(most + 1, sizeof *accepted->ballots);
	if (!accepted->ballots || most >= UINT32_MAX)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < accepted->export_count; i++)
		if (accepted->exports[i].sound)
			add_export(accepted, &accepted->exports[i]);
	qsort(accepted->ballots, accepted->ballot_count, sizeof *accepted->ballots, by_code);
	drop_copies(accepted);
	for (size_t i = 0; i < accepted->ballot_count; i++) {
		accepted->sealed_count += !accepted->ballots[i].opened;
		accepted->spoiled_count += accepted->ballots[i].opened != NULL;
	}
	return STATUS_OK;
}

/* --- each ballot by itself, in parallel --- */

static int any_tag(const uint8_t tag[static TAG_BYTES])
{
	uint8_t any = 0;

	for (size_t i = 0; i < TAG_BYTES; i++)
		any |= tag[i];
	return any != 0;
}

/* Does the ballot fit the election? Its first components are kept from here on, its proof being good or not. */
static enum status check_shape(struct check *check, size_t index, const struct sealed *sealed)
{
	struct accepted_ballot *ballot = &check->accepted->ballots[index];
	struct component *component = &check->components[index * check->stride];
	const struct election *election = check->accepted->package.election;

	if (sealed->shape.style >= election->style_count ||
	    !shape_equal(&sealed->shape, &check->shape[sealed->shape.style]))
		return STATUS_RANGE;
	if (any_tag(sealed->tag) != (election->admission == ADMISSION_CODE))
		return STATUS_RULES;
	ballot->points = sealed_points(&sealed->shape);
	for (unsigned i = 0; i < ballot->points; i++) {
		component[i].a = sealed->ciphertext[i].a;
		component[i].ballot = (uint32_t)index;
	}
	return STATUS_OK;
}

static enum status look_at_sealed(void *context, size_t item, const struct sealed *sealed)
{
	struct check *check = context;

	return check_shape(check, check->sealed[item], sealed);
}

/* An opening that yields these very bytes proves more than the proof in them. */
static void check_opened(void *context, size_t item)
{
	struct check *check = context;
	struct accepted_ballot *ballot = &check->accepted->ballots[check->opened[item]];
	struct sealed sealed;

	ballot->status = sealed_decode(&sealed, ballot->body, ballot->body_len);
	if (ballot->status == STATUS_OK)
		ballot->status = check_shape(check, check->opened[item], &sealed);
	if (ballot->status == STATUS_OK)
		ballot->status = sealed_check_opening(ballot->body, ballot->body_len, &ballot->export->context,
		                                      &ballot->opened->plain, ballot->opened->nonce);
}

static enum status check_all(struct check *check)
{
	struct accepted *accepted = check->accepted;
	struct crew crew;
	size_t sealed = 0, opened = 0;
	enum status status;

	for (size_t i = 0; i < accepted->ballot_count; i++) {
		const struct accepted_ballot *ballot = &accepted->ballots[i];

		if (ballot->opened) {
			check->opened[opened++] = (uint32_t)i;
			continue;
		}
		check->items[sealed] = (struct sealed_item){
		    .body = ballot->body, .body_len = ballot->body_len, .context = &ballot->export->context};
		check->sealed[sealed++] = (uint32_t)i;
	}
	crew_init(&crew, 0);
	status =
	    sealed_batch_verify(check->items, sealed, &engine_decaf, &crew, "checking ballots", look_at_sealed, check);
	for (size_t i = 0; i < sealed; i++)
		accepted->ballots[check->sealed[i]].status = check->items[i].status;
	if (status == STATUS_OK)
		parallel_each(opened, "checking test ballots", check_opened, check);
	return status;
}

static const char *ballot_fault(const struct accepted_ballot *ballot)
{
	if (ballot->status == STATUS_RANGE)
		return "has not the contests of any ballot style of this election";
	if (ballot->status == STATUS_RULES)
		return "carries a voting code's tag where none belongs, or lacks the one it needs";
	if (ballot->status == STATUS_PROOF)
		return "has a proof that does not hold";
	if (ballot->status == STATUS_MISMATCH)
		return "is not what its opening says";
	return status_phrase(ballot->status);
}

static void tell_ballots(struct accepted *accepted)
{
	unsigned told = 0;

	for (size_t i = 0; i < accepted->ballot_count; i++) {
		const struct accepted_ballot *ballot = &accepted->ballots[i];
		char path[PATH_ROOM], code[CODE_TEXT_BYTES];

		if (ballot->status == STATUS_OK)
			continue;
		export_file_path(path, ballot->export, ballot->opened ? EXPORT_SPOILED : EXPORT_BALLOTS);
		confirmation_text(code, &ballot->code);
		fault_each(&accepted->faults, &told, path, "the %sballot %s %s; do not count it, and examine %s (%s)",
		           ballot->opened ? "test " : "", code, ballot_fault(ballot), ballot->export->kiosk->name,
		           ballot->export->kiosk->place);
	}
}

/* --- nothing twice --- */

static void tell_repeated(struct accepted *accepted, unsigned *told, const struct component *a,
                          const struct component *b)
{
	const struct accepted_ballot *first = &accepted->ballots[a->ballot], *second = &accepted->ballots[b->ballot];
	char path[PATH_ROOM], code[CODE_TEXT_BYTES], other[CODE_TEXT_BYTES];

	export_file_path(path, second->export, second->opened ? EXPORT_SPOILED : EXPORT_BALLOTS);
	confirmation_text(code, &second->code);
	confirmation_text(other, &first->code);
	fault_each(&accepted->faults, told, path,
	           "the ballot %s of %s (%s) uses the same randomness as ballot %s in %s; stop, and "
	           "examine both kiosks",
	           code, second->export->kiosk->name, second->export->kiosk->place, other, first->export->path);
}

static void find_repeated(struct check *check)
{
	struct accepted *accepted = check->accepted;
	size_t count = 0;
	unsigned told = 0;

	for (size_t i = 0; i < accepted->ballot_count; i++)
		for (unsigned point = 0; point < accepted->ballots[i].points; point++)
			check->components[count++] = check->components[i * check->stride + point];
	qsort(check->components, count, sizeof *check->components, by_component);
	for (size_t i = 1; i < count; i++)
		if (point_equal(&check->components[i].a, &check->components[i - 1].a))
			tell_repeated(accepted, &told, &check->components[i - 1], &check->components[i]);
}

static void prepare(struct check *check, struct accepted *accepted)
{
	const struct election *election = accepted->package.election;

	memset(check, 0, sizeof *check);
	check->accepted = accepted;
	for (unsigned style = 0; style < election->style_count; style++) {
		unsigned points;

		election_shape(&check->shape[style], election, style);
		points = sealed_points(&check->shape[style]);
		if (points > check->stride)
			check->stride = points;
	}
}

static enum status make_room(struct check *check)
{
	size_t count = check->accepted->ballot_count + 1;

	check->components = calloc(count * check->stride + 1, sizeof *check->components);
	check->sealed = calloc(count, sizeof *check->sealed);
	check->opened = calloc(count, sizeof *check->opened);
	check->items = calloc(count, sizeof *check->items);
	return check->components && check->sealed && check->opened && check->items ? STATUS_OK : STATUS_NO_ROOM;
}

void accept_ballots(struct accepted *accepted)
{
	struct check check;
	enum status status;

	prepare(&check, accepted);
	status = collect(accepted);
	if (status == STATUS_OK)
		status = make_room(&check);
	if (status == STATUS_OK)
		status = check_all(&check);
	if (status == STATUS_OK) {
		tell_ballots(accepted);
		find_repeated(&check);
	} else {
		(void)cli_failed("the ballots do not fit this computer's memory; use a larger one");
		accepted->faults.unread++;
	}
	free(check.components);
	free(check.sealed);
	free(check.opened);
	free(check.items);
}
