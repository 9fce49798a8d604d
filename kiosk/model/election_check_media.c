/* Faults of pictures and clips. Whoever builds a definition tells of the files themselves (tools/pictures.c, clips.c);
 * here is what must hold of any definition. */
#include "election_faults.h"

#include <string.h>

/* 1 where there is such a project, which a picture can show. */
static int place_picture(struct check *check, unsigned index)
{
	const struct election *election = check->election;
	const struct election_picture *picture = &election->pictures[index];

	fault_place(check, "picture %u", index + 1);
	if (picture->contest >= election->contest_count ||
	    picture->project >= election->contests[picture->contest].project_count ||
	    vote_type_is_question(election->contests[picture->contest].type)) {
		fault_found(check, "give pictures to projects of contests only", "its project does not exist");
		return 0;
	}
	fault_place(check, "contest %u, project %u (\"%.56s\")", picture->contest + 1, picture->project + 1,
	            text_or_empty(election->contests[picture->contest].projects[picture->project].name.in[0]));
	return 1;
}

static void check_picture(struct check *check, unsigned index)
{
	const struct election *election = check->election;
	const struct election_picture *picture = &election->pictures[index], *before = picture - 1;

	if (!place_picture(check, index))
		return;
	if (!text_or_empty(election->contests[picture->contest].projects[picture->project].picture_alt.in[0])[0])
		fault_found(check, "write in \"picture_alt\" what it shows, for people who cannot see it",
		            "its picture is not described in words");
	if (picture->width < 1 || picture->width > ELECTION_PICTURE_SIDE || picture->height < 1 ||
	    picture->height > ELECTION_PICTURE_SIDE || !picture->pixels)
		fault_found(check, "make it smaller", "its picture has %u × %u pixels; %d on a side is the most",
		            picture->width, picture->height, ELECTION_PICTURE_SIDE);
	if (index > 0 && (before->contest > picture->contest ||
	                  (before->contest == picture->contest && before->project >= picture->project)))
		fault_found(check, "list each project's picture once, in the projects' order",
		            "its picture stands twice, or out of order");
}

static void check_clip_text(struct check *check, const struct election_clip *clip)
{
	const char *text = text_or_empty(clip->text);
	size_t len = strlen(text);

	if (len == 0 || len > CLIP_TEXT_MAX || !text_is_clean(text, len))
		fault_found(check, "write the words that it speaks",
		            "its words are missing, too long or not plain text");
	else if (text[0] == ' ' || text[len - 1] == ' ')
		fault_found(check, "remove the blanks", "its words begin or end with a blank");
}

static void check_clip(struct check *check, uint32_t index)
{
	const struct election *election = check->election;
	const struct election_clip *clip = &election->clips[index], *before = clip - 1;

	fault_place(check, "clip %u", index + 1);
	if (clip->language >= election->language_count) {
		fault_found(check, "record clips in the election's languages only", "its language does not exist");
		return;
	}
	fault_place(check, "clip %u (%.15s, \"%.56s\")", index + 1, text_or_empty(election->language[clip->language]),
	            text_or_empty(clip->text));
	check_clip_text(check, clip);
	if (clip->samples < 1 || clip->samples > CLIP_MAX_SAMPLES || !clip->sound)
		fault_found(check, "record it again, or in parts", "it lasts %u seconds; %d is the most",
		            clip->samples / CLIP_RATE, CLIP_MAX_SAMPLES / CLIP_RATE);
	if (index > 0 && (before->language > clip->language ||
	                  (before->language == clip->language &&
	                   strcmp(text_or_empty(before->text), text_or_empty(clip->text)) >= 0)))
		fault_found(check, "list each clip once, ascending", "it stands twice, or out of order");
}

void check_media(struct check *check)
{
	const struct election *election = check->election;
	unsigned faults = check->faults;
	char have[FAULT_NUMBER_TEXT], may[FAULT_NUMBER_TEXT];

	fault_place(check, "pictures and clips");
	if (election->picture_count > ELECTION_MAX_PICTURES || election->clip_count > ELECTION_MAX_CLIPS) {
		fault_found(check, "leave some out", "there are %u pictures and %u clips; %d and %d are the most",
		            election->picture_count, election->clip_count, ELECTION_MAX_PICTURES, ELECTION_MAX_CLIPS);
		return;
	}
	if (election_media_bytes(election) > ELECTION_MAX_MEDIA)
		fault_found(check, "leave some out, or make pictures smaller", "they take %s bytes; %s is the most",
		            fault_number(have, election_media_bytes(election)), fault_number(may, ELECTION_MAX_MEDIA));
	for (unsigned i = 0; i < election->picture_count; i++)
		check_picture(check, i);
	/* One of them says enough: where the first is wrong, many are. */
	for (uint32_t i = 0; i < election->clip_count && check->faults == faults; i++)
		check_clip(check, i);
}
