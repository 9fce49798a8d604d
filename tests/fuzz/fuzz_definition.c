/* An election definition, behind its package's signature: what is read is written again byte for byte, has no fault,
 * and can be asked for everything. */
#include "ballot.h"
#include "election.h"
#include "filter.h"
#include "fuzz.h"

static void ask_contest(const struct election *election, unsigned index)
{
	const struct contest *contest = &election->contests[index];
	uint16_t listed[ELECTION_MAX_PROJECTS], order[ELECTION_MAX_PROJECTS];
	struct marks blank = {{0}}, again;
	uint8_t payload[SEALED_MAX_WIDTH * PAYLOAD_BYTES];

	must(contest->width == ballot_width(contest) && contest->width > 0);
	must(contest->project_count <= ELECTION_MAX_PROJECTS);
	must(filter_places(listed, contest) <= contest->project_count);
	for (unsigned i = 0; i < contest->project_count; i++)
		order[i] = (uint16_t)(contest->project_count - 1 - i);
	must(filter_list(listed, contest, filter_arg(FILTER_ALL, 0), order) == contest->project_count);
	must(filter_list(listed, contest, filter_arg(FILTER_PLACE, 0), order) <= contest->project_count);
	for (unsigned i = 0; i < contest->project_count; i++) {
		must(contest->projects[i].id[0] != '\0');
		for (unsigned text = 0; text < PROJECT_TEXTS; text++)
			for (unsigned language = 0; language < election->language_count; language++)
				must(text_in(project_text(&contest->projects[i], text), language, NULL) != NULL);
		must(election_picture_of(election, index, i) < (int)election->picture_count);
	}
	if (contest->type == VOTE_ANSWER_TEXT)
		return;
	must(marks_check(contest, &blank).rule == VERDICT_OK);
	must(marks_encode(payload, contest, &blank) == STATUS_OK);
	must(marks_decode(&again, contest, payload) == STATUS_OK);
	must(marks_blank(contest, &again));
}

static void ask(const struct election *election)
{
	struct sealed_shape shape;
	struct issued issued;
	uint8_t tag[TAG_BYTES] = {1};

	must(election_check(election, NULL, NULL) == STATUS_OK);
	must(election->language_count > 0 && election->contest_count > 0 && election->style_count > 0);
	for (unsigned i = 0; i < election->contest_count; i++)
		ask_contest(election, i);
	for (unsigned i = 0; i < election->style_count; i++) {
		election_shape(&shape, election, i);
		must(sealed_points(&shape) > 0 && sealed_len(&shape) > 0);
	}
	(void)election_issued(&issued, election, tag);
	must(election_media_bytes(election) <= ELECTION_MAX_MEDIA);
	for (uint32_t i = 0; i < election->clip_count; i++)
		must(election_clip_of(election, election->clips[i].language, election->clips[i].text,
		                      strlen(election->clips[i].text)) == &election->clips[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct election *election = NULL;
	struct problem problem;
	struct writer writer;
	uint8_t *again;

	if (election_read(&election, &problem, data, len) != STATUS_OK) {
		must(election == NULL && problem.what[0] != '\0');
		return 0;
	}
	again = malloc(len);
	must(again != NULL);
	writer_init(&writer, again, len);
	must(election_write(&writer, election) == STATUS_OK);
	must_equal(again, writer_len(&writer), data, len);
	free(again);
	ask(election);
	election_destroy(election);
	return 0;
}
