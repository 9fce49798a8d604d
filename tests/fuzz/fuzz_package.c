/* A stick's election package and roster, as the kiosk imports them, behind their signatures: the input is two file
 * names and two bodies, and every one of the equations of a signature is taken as holding. The sentence that staff read
 * must be one. */
#include <sodium.h>
#include <stdio.h>

#include "bytes.h"
#include "crypto/example.h"
#include "files.h"
#include "import.h"
#include "model/sample.h"
#include "signature.h"

enum { HEAD_ROOM = SIGN_FILE_MAX };

static struct sign_secret organiser;
static struct enrolment kiosk = {.kind = SIGN_PRACTICE, .name = "Eastmere Library 1", .place = "Eastmere Library"};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static struct sample sample;
	struct sign_secret key;

	(void)argc;
	(void)argv;
	must(sodium_init() >= 0);
	signatures_hold = 1;
	sample_make(&sample);
	memset(&organiser, 0, sizeof organiser);
	organiser.public_key = sample.election.organiser_key;
	example_key(&key, "a kiosk that is fuzzed", SIGN_PRACTICE);
	kiosk.key = key.public_key;
	return 0;
}

/* A name of the input's, which ends as it must; or the usual one. */
static void take_name(char out[static DISK_NAME_MAX + 1], struct input *input, const char *ending)
{
	uint8_t len;
	const uint8_t *part;
	size_t part_len;

	take(input, &len, 1);
	part = input->data;
	part_len = len < input->len ? len : input->len;
	input->data += part_len;
	input->len -= part_len;
	memset(out, 0, DISK_NAME_MAX + 1);
	for (size_t i = 0; i < part_len && i < 200; i++)
		out[i] = part[i] == '\0' || part[i] == '/' ? '_' : (char)part[i];
	if (part_len == 0)
		memcpy(out, "eastmere", 8);
	memcpy(out + strlen(out), ending, strlen(ending));
}

/* Four lines of a signature, then the body. */
static uint8_t *sign(size_t *len, const char *comment, const uint8_t *body, size_t body_len)
{
	uint8_t *file = malloc(HEAD_ROOM + body_len);
	struct sign_secret signer = organiser;
	char text[SIGN_FILE_MAX], seed[32] = "any";

	must(file != NULL);
	(void)crypto_sign_seed_keypair(signer.public_key.key, signer.secret, (const uint8_t *)seed);
	must(sign_file(text, "", 0, comment, &signer) == STATUS_OK);
	*len = strlen(text) + body_len;
	memcpy(file, text, strlen(text));
	if (body_len > 0)
		memcpy(file + strlen(text), body, body_len);
	return file;
}

/* The comments that belong to the bodies, as far as those can be read; else the input's own would never be looked at.
 */
static void comments_of(char package[static SIGN_TRUSTED_MAX + 1], char roster[static SIGN_TRUSTED_MAX + 1],
                        const uint8_t *body, size_t len)
{
	struct election *election = NULL;
	struct problem problem;
	struct hash hash;
	char hex[2 * HASH_BYTES + 1];

	(void)snprintf(package, SIGN_TRUSTED_MAX + 1, "nothing");
	if (election_read(&election, &problem, body, len) == STATUS_OK)
		(void)snprintf(package, SIGN_TRUSTED_MAX + 1, "folkmoot election %s revision %u", election->id,
		               election->revision);
	election_destroy(election);
	election_hash(&hash, body, len);
	hex_write(hex, hash.bytes, HASH_BYTES);
	(void)snprintf(roster, SIGN_TRUSTED_MAX + 1, "folkmoot roster %s revision 1", hex);
}

/* "election " in a roster is bound to the package beside it, so that one in a thousand million is not needed to go on.
 */
static void bind_roster(char *roster, const uint8_t *body, size_t body_len)
{
	char *at = strstr(roster, "\nelection "), hex[2 * HASH_BYTES + 1], text[SIGN_KEY_TEXT];
	struct hash hash;

	election_hash(&hash, body, body_len);
	hex_write(hex, hash.bytes, HASH_BYTES);
	if (at && strlen(at) > 10 + 2 * HASH_BYTES)
		memcpy(at + 10, hex, 2 * HASH_BYTES);
	at = strstr(roster, "\nkey ");
	sign_key_text(text, &kiosk.key);
	if (at && strlen(at) > 5 + strlen(text))
		memcpy(at + 5, text, strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct input input = {data, len};
	struct memory_files files = {.count = 0};
	struct disk disk = memory_disk(&files);
	char package_name[DISK_NAME_MAX + 1], roster_name[DISK_NAME_MAX + 1];
	char package_comment[SIGN_TRUSTED_MAX + 1], roster_comment[SIGN_TRUSTED_MAX + 1];
	struct installed installed;
	struct sentence why = {""};
	const uint8_t *body;
	uint8_t *package, *roster;
	char *roster_body;
	size_t body_len, package_len, roster_len;

	take_name(package_name, &input, ".election");
	take_name(roster_name, &input, ".roster");
	body = take_part(&input, &body_len);
	roster_body = text_copy(input.data, input.len);
	bind_roster(roster_body, body, body_len);
	comments_of(package_comment, roster_comment, body, body_len);
	package = sign(&package_len, package_comment, body, body_len);
	roster = sign(&roster_len, roster_comment, (const uint8_t *)roster_body, input.len);
	memory_add(&files, package_name, package, package_len);
	memory_add(&files, roster_name, roster, roster_len);
	if (import_read(&installed, &why, &disk, "/stick", &kiosk, &organiser.public_key) == STATUS_OK) {
		must(installed.election && installed.body_len == body_len);
		must(sign_key_equal(&installed.self.key, &kiosk.key));
		installed_finish(&installed);
	} else {
		must(installed.package == NULL && installed.roster == NULL && installed.election == NULL);
		must(why.text[0] != '\0' && memchr(why.text, '\0', sizeof why.text) != NULL);
		must(text_is_clean(why.text, strlen(why.text)) && strchr(why.text, '\n') == NULL);
	}
	free(package);
	free(roster);
	free(roster_body);
	return 0;
}
