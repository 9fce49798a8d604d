#include "status_standing.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "keys.h"
#include "readiness.h"

/* --- keys --- */

static enum status key_at(struct sign_public *out, const char *path)
{
	struct bytes text;
	enum status status = file_read_quiet(&text, path, SIGN_KEY_FILE_MAX);

	if (status == STATUS_OK)
		status = sign_public_read(out, (const char *)text.data, text.len);
	bytes_free(&text);
	return status;
}

/* A key of the folder is the organiser's where it is named so or lies alone; whoever signed the package is, surely. */
static void find_organiser(struct standing *standing)
{
	const struct found_list *keys = &standing->found.of[FOUND_PUBLIC_KEY];

	standing->has_secret = standing->found.of[FOUND_SECRET_KEY].count > 0;
	for (size_t i = 0; i < keys->count; i++)
		if ((keys->count == 1 || strstr(keys->path[i], "organiser")) &&
		    key_at(&standing->organiser, keys->path[i]) == STATUS_OK) {
			standing->organiser_path = keys->path[i];
			return;
		}
}

static void find_trustees(struct standing *standing)
{
	const struct found_list *list = &standing->found.of[FOUND_TRANSCRIPT];

	for (size_t i = 0; i < list->count && !standing->transcript_path; i++)
		if (trustees_load(&standing->trustees, list->path[i]) == STATUS_OK)
			standing->transcript_path = list->path[i];
}

/* --- definition and package --- */

static void find_definition(struct standing *standing)
{
	const struct found_list *list = &standing->found.of[FOUND_DEFINITION];

	for (size_t i = 0; i < list->count; i++) {
		json_t *root = json_load_file(list->path[i], 0, NULL);
		json_int_t revision = json_integer_value(json_object_get(root, "revision"));
		const char *id = json_string_value(json_object_get(root, "id"));
		const char *admission = json_string_value(json_object_get(root, "admission"));

		if (root && (!standing->definition_path || revision > standing->definition_revision)) {
			standing->definition_path = list->path[i];
			standing->definition_revision = (unsigned)(revision > 0 ? revision : 1);
			snprintf(standing->definition_id, sizeof standing->definition_id, "%s", id ? id : "");
			standing->definition_coded = admission && strcmp(admission, "code") == 0;
		}
		json_decref(root);
	}
}

/* Who of the keys signed it; -1: nobody here. */
static int signer_of(const struct standing *standing, const char *path)
{
	const struct found_list *keys = &standing->found.of[FOUND_PUBLIC_KEY];
	struct bytes file;
	int signer = -1;

	if (file_read_quiet(&file, path, ELECTION_MAX_BYTES + SIGN_FILE_MAX) == STATUS_OK)
		for (size_t i = 0; i < keys->count && signer < 0; i++) {
			struct sign_public key;
			const uint8_t *body;
			size_t body_len;

			if (key_at(&key, keys->path[i]) == STATUS_OK &&
			    signed_open(&body, &body_len, NULL, 0, file.data, file.len, &key) == STATUS_OK)
				signer = (int)i;
		}
	bytes_free(&file);
	return signer;
}

static void take_package(struct standing *standing, const char *path, const char *key_path)
{
	struct package package;
	struct sign_public key;
	const struct election *newest = standing->package.election;

	if (key_at(&key, key_path) != STATUS_OK)
		return;
	if (package_read(&package, &standing->faults, path, &key) == STATUS_OK) {
		int other = newest && strcmp(newest->id, package.election->id) != 0;

		standing->other_packages += other != 0;
		if (!newest || (!other && package.election->revision > newest->revision)) {
			struct package last = standing->package;

			standing->package = package;
			package = last;
			standing->package_path = path;
			standing->organiser = key;
			standing->organiser_path = key_path;
		}
	}
	package_finish(&package);
}

static void find_packages(struct standing *standing)
{
	const struct found_list *list = &standing->found.of[FOUND_PACKAGE];

	for (size_t i = 0; i < list->count; i++) {
		int signer = signer_of(standing, list->path[i]);

		if (signer >= 0)
			take_package(standing, list->path[i], standing->found.of[FOUND_PUBLIC_KEY].path[signer]);
		else
			fault(&standing->faults, list->path[i],
			      "none of the public keys in this folder signed it; put the organiser's public key (.pub) "
			      "into the folder, or take this file away");
	}
}

/* --- kiosks --- */

static void take_roster(struct standing *standing, const char *path)
{
	struct roster *roster = calloc(1, sizeof *roster);
	struct bytes file = {0};
	const uint8_t *body;
	size_t body_len;
	enum status status = roster ? file_read_quiet(&file, path, ROSTER_MAX_BYTES + SIGN_FILE_MAX) : STATUS_NO_ROOM;

	if (status == STATUS_OK)
		status = signed_open(&body, &body_len, NULL, 0, file.data, file.len, &standing->organiser);
	if (status == STATUS_OK)
		status = roster_read(roster, (const char *)body, body_len);
	if (status != STATUS_OK) {
		fault(&standing->faults, path, "is no roster that the organiser's key %s signed (it %s); take it away",
		      standing->organiser_path ? standing->organiser_path : "(which is not here)",
		      status_phrase(status));
	} else {
		int fits = standing->package.election && hash_compare(&roster->election, &standing->package.hash) == 0;

		if (!standing->roster_path || fits > standing->roster_fits ||
		    (fits == standing->roster_fits && roster->revision > standing->roster.revision)) {
			standing->roster = *roster;
			standing->roster_path = path;
			standing->roster_fits = fits;
		}
	}
	bytes_free(&file);
	free(roster);
}

static void find_enrolments(struct standing *standing)
{
	const struct found_list *list = &standing->found.of[FOUND_ENROLMENT];

	for (size_t i = 0; i < list->count && standing->enrolled_count < STANDING_ENROLMENTS; i++) {
		struct enrolled *enrolled = &standing->enrolled[standing->enrolled_count];
		struct bytes file;
		int known = 0;

		memset(enrolled, 0, sizeof *enrolled);
		enrolled->path = list->path[i];
		if (file_read_quiet(&file, list->path[i], ENROLMENT_MAX_BYTES) == STATUS_OK &&
		    enrolment_read(&enrolled->enrolment, (const char *)file.data, file.len) == STATUS_OK) {
			/* A copy of one that was found is none. */
			for (unsigned k = 0; k < standing->enrolled_count; k++)
				known |= sign_key_equal(&standing->enrolled[k].enrolment.key, &enrolled->enrolment.key);
			enrolled->rostered = roster_find(&standing->roster, enrolled->enrolment.key.key) != NULL;
			standing->enrolled_count += !known;
		} else {
			fault(&standing->faults, list->path[i],
			      "is no enrolment of a kiosk; get it from the kiosk again");
		}
		bytes_free(&file);
	}
}

/* --- what kiosks gave --- */

static struct stood *stood_of(struct standing *standing, const struct sign_public *key)
{
	const struct roster_kiosk *kiosk = roster_find(&standing->roster, key->key);

	return kiosk ? &standing->kiosk[kiosk - standing->roster.kiosk] : NULL;
}

static void find_exports(struct standing *standing)
{
	const struct found_list *list = &standing->found.of[FOUND_EXPORT];

	for (size_t i = 0; i < list->count; i++) {
		struct export export;

		export_read(&export, &standing->faults, list->path[i], &standing->package, &standing->roster, NULL);
		if (export.sound) {
			struct stood *stood = stood_of(standing, &export.kiosk->key);

			/* gcc -fanalyzer: a sound export is of a kiosk of the roster */
			stood->exports++;
			if (!stood->path || export.report.number > stood->report.number) {
				stood->path = list->path[i];
				stood->report = export.report;
			}
		}
		export_finish(&export);
	}
}

static void find_losses(struct standing *standing)
{
	const struct found_list *list = &standing->found.of[FOUND_LOSS];

	for (size_t i = 0; i < list->count; i++) {
		struct loss *loss = calloc(1, sizeof *loss);

		if (loss && loss_load(loss, &standing->faults, list->path[i], &standing->package.hash,
		                      &standing->roster, &standing->organiser) == STATUS_OK) {
			struct stood *stood = stood_of(standing, &loss->kiosk);

			/* gcc -fanalyzer: a loss that was loaded is of a kiosk of the roster */
			stood->loss = list->path[i];
			stood->lost_after = loss->number;
		}
		if (loss)
			loss_finish(loss);
		free(loss);
	}
}

/* Signed by one of the roster's kiosks. */
static void find_ready(struct standing *standing)
{
	const struct found_list *list = &standing->found.of[FOUND_READY];

	for (size_t i = 0; i < list->count; i++) {
		struct bytes file;
		const uint8_t *body;
		size_t body_len;

		if (file_read_quiet(&file, list->path[i], READINESS_MAX_BYTES + SIGN_FILE_MAX) == STATUS_OK)
			for (unsigned k = 0; k < standing->roster.kiosk_count; k++)
				if (signed_open(&body, &body_len, NULL, 0, file.data, file.len,
				                &standing->roster.kiosk[k].key) == STATUS_OK)
					standing->kiosk[k].ready = list->path[i];
		bytes_free(&file);
	}
}

/* --- the whole --- */

enum status standing_read(struct standing **out, const char *folder)
{
	struct standing *standing = calloc(1, sizeof *standing);
	enum status status = STATUS_NO_ROOM;

	*out = standing;
	if (standing) {
		standing->folder = folder;
		standing->enrolled = calloc(STANDING_ENROLMENTS, sizeof *standing->enrolled);
		standing->kiosk = calloc(ROSTER_MAX_KIOSKS, sizeof *standing->kiosk);
	}
	if (!standing || !standing->enrolled || !standing->kiosk) {
		(void)cli_failed("there is not enough memory; close other programs");
		return status;
	}
	status = found_in(&standing->found, folder);
	if (status != STATUS_OK)
		return status;
	find_organiser(standing);
	find_trustees(standing);
	find_definition(standing);
	find_packages(standing);
	for (size_t i = 0; i < standing->found.of[FOUND_ROSTER].count; i++)
		take_roster(standing, standing->found.of[FOUND_ROSTER].path[i]);
	find_enrolments(standing);
	if (standing->package.election && standing->roster_fits) {
		find_exports(standing);
		find_losses(standing);
		find_ready(standing);
	}
	return STATUS_OK;
}

void standing_destroy(struct standing *standing)
{
	if (!standing)
		return;
	found_finish(&standing->found);
	package_finish(&standing->package);
	free(standing->enrolled);
	free(standing->kiosk);
	free(standing);
}

int stood_done(const struct stood *stood)
{
	if (stood->loss)
		return stood->lost_after == 0 || (stood->path && stood->report.number >= stood->lost_after);
	return stood->path && stood->report.state == VOTING_CLOSED;
}

unsigned standing_waits(const struct standing *standing)
{
	unsigned waits = 0;

	for (unsigned i = 0; i < standing->roster.kiosk_count; i++)
		waits += !stood_done(&standing->kiosk[i]);
	return waits;
}
