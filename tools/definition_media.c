#include "definition_media.h"

#include <stdlib.h>
#include <string.h>

#include "clips.h"
#include "pictures.h"

/* --- what election.json names --- */

/* A file may lie in the definition's folder and in folders of it, nowhere else: a definition may come from anybody, and
 * what it names is published. */
int media_name_ok(const char *name)
{
	if (name[0] == '\0' || name[0] == '/' || strchr(name, '\\'))
		return 0;
	for (const char *part = name; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
			return 0;
	}
	return text_is_clean(name, strlen(name)) && !strchr(name, '\n');
}

static const char *load_name(struct loader *loader, json_t *object, const char *key)
{
	const char *name = load_words(loader, object, key, NULL);

	if (!name || media_name_ok(name))
		return name;
	fault_found(&loader->check, "put it beside election.json, or into a folder there, and name it from there",
	            "\"%s\" is \"%.60s\", which does not lie beside election.json", key, name);
	return NULL;
}

enum status load_picture(struct loader *loader, unsigned contest, unsigned project, json_t *object)
{
	struct definition_media *media = loader->media;
	struct named_picture *more;
	const char *file = load_name(loader, object, "picture");
	const char *alternative = loader->election->contests[contest].projects[project].picture_alt.in[0];

	if (!file)
		return STATUS_OK;
	if (!alternative || !alternative[0])
		fault_found(&loader->check, "write in \"picture_alt\" what it shows, for people who cannot see it",
		            "its picture is not described in words");
	if (media->named_count == ELECTION_MAX_PICTURES) {
		fault_found(&loader->check, "leave some out", "it has a picture, but there are %d already, the most",
		            ELECTION_MAX_PICTURES);
		return STATUS_OK;
	}
	more = realloc(media->named, (media->named_count + 1) * sizeof *more);
	if (!more)
		return STATUS_NO_ROOM;
	media->named = more;
	more[media->named_count++] = (struct named_picture){(uint8_t)contest, (uint16_t)project, file};
	return STATUS_OK;
}

void load_clips(struct loader *loader, json_t *root)
{
	const struct election *election = loader->election;
	json_t *clips = json_object_get(root, "clips"), *value;
	const char *tag;

	if (!clips)
		return;
	fault_place(&loader->check, "clips");
	if (!json_is_object(clips)) {
		fault_found(&loader->check, "write it as { \"so\": \"FOLDER\" }", "\"clips\" is not an object");
		return;
	}
	json_object_foreach(clips, tag, value)
	{
		unsigned language = 0;
		while (language < election->language_count && strcmp(election->language[language], tag) != 0)
			language++;
		if (is_comment(tag))
			continue;
		if (language == election->language_count)
			fault_found(&loader->check, "add it to \"languages\", or leave its clips out",
			            "there are clips in \"%.15s\", which is not one of the election's languages", tag);
		else
			loader->media->clips[language] = load_name(loader, clips, tag);
	}
}

/* --- their files --- */

void *media_room(struct definition_media *media, size_t bytes)
{
	void **more = realloc(media->room, (media->room_count + 1) * sizeof *more);
	void *room;

	if (!more)
		return NULL;
	media->room = more;
	room = malloc(bytes > 0 ? bytes : 1);
	if (room)
		media->room[media->room_count++] = room;
	return room;
}

enum status media_file(struct bytes *out, struct check *check, const char *folder, const char *name, const char *what)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder, name);

	memset(out, 0, sizeof *out);
	if (status == STATUS_OK)
		status = file_read_quiet(out, path, MEDIA_FILE_MAX);
	if (status == STATUS_OK || status == STATUS_NO_ROOM)
		return status;
	if (status == STATUS_ABSENT)
		fault_found(check, "put it beside election.json, or correct its name", "%s \"%.80s\" is not there",
		            what, name);
	else if (status == STATUS_TOO_LONG)
		fault_found(check, "save it smaller", "%s \"%.80s\" is larger than 64 MiB", what, name);
	else
		fault_found(check, "look at the file and at the disk", "%s \"%.80s\" cannot be read", what, name);
	return STATUS_RULES;
}

enum status media_load(struct definition *definition, const char *path, problem_sink *found, void *context)
{
	struct check check = {.election = definition->election, .found = found, .context = context};
	char folder[PATH_ROOM];
	enum status status = path_parent(folder, path);

	/* Clips first: pictures shrink to fit what they leave. */
	if (status == STATUS_OK)
		status = clips_load(definition, folder, &check);
	if (status == STATUS_OK)
		status = pictures_load(definition, folder, &check);
	return status == STATUS_OK && check.faults > 0 ? STATUS_RULES : status;
}
