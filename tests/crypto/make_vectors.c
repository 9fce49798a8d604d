/* Writes our own vectors, every one of them from fixed labels: made again they are the same, byte for byte.
 *
 *   make build/tests/crypto/make_vectors && build/tests/crypto/make_vectors tests/crypto/vectors
 *
 * What a vector expects is written here by hand and not asked of the code: test_vectors compares. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "crypto/example.h"
#include "locked.h"
#include "manifest.h"

static const char *folder;
static FILE *out;

static void must(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "make_vectors: %s\n", what);
	exit(2);
}

static void ok(enum status status)
{
	must(status == STATUS_OK, status_phrase(status));
}

/* --- writing a file --- */

static void begin(const char *name, const char *kind, const char *expect, const char *comment)
{
	char path[300];

	must(snprintf(path, sizeof path, "%s/%s.txt", folder, name) < (int)sizeof path, "name too long");
	out = fopen(path, "w");
	must(out != NULL, "cannot write a file");
	fprintf(out, "# %s\nkind: %s\nexpect: %s\n", comment, kind, expect);
}

static void hex(const char *key, const void *data, size_t len)
{
	const uint8_t *bytes = data;

	fprintf(out, "%s: ", key);
	for (size_t i = 0; i < len; i++)
		fprintf(out, "%02x", bytes[i]);
	fputc('\n', out);
}

static void text(const char *key, const char *value)
{
	fprintf(out, "%s: %s\n", key, value);
}

static void escaped(const char *key, const char *value, size_t len)
{
	fprintf(out, "%s: ", key);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c == '\n')
			fputs("\\n", out);
		else if (c == '\t')
			fputs("\\t", out);
		else if (c == '\\')
			fputs("\\\\", out);
		else if (c < 0x20 || c > 0x7e)
			fprintf(out, "\\x%02x", c);
		else
			fputc(c, out);
	}
	fputc('\n', out);
}

static void end(void)
{
	must(fclose(out) == 0, "cannot write a file");
}

/* --- small things --- */

static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

static void plus_order(uint8_t scalar[32])
{
	unsigned carry = 0;

	for (int i = 0; i < 32; i++) {
		carry += (unsigned)scalar[i] + order[i];
		scalar[i] = (uint8_t)carry;
		carry >>= 8;
	}
}

static void one_scalar(const char *name, const uint8_t bytes[32], const char *expect, const char *comment)
{
	begin(name, "scalar", expect, comment);
	hex("bytes", bytes, 32);
	end();
}

static void scalars(void)
{
	uint8_t bytes[32] = {0};
	struct scalar scalar;

	one_scalar("scalar_zero", bytes, "ok", "zero is a scalar");
	memcpy(bytes, order, 32);
	one_scalar("scalar_order", bytes, "not-canonical", "the group's order, which is zero in another way");
	bytes[0]--;
	one_scalar("scalar_largest", bytes, "ok", "the order less one");
	bytes[31] |= 0x80;
	one_scalar("scalar_top_bit", bytes, "not-canonical", "the highest bit, which some libraries ignore");
	example_scalar(&scalar, "scalar");
	memcpy(bytes, scalar.bytes, 32);
	plus_order(bytes);
	one_scalar("scalar_plus_order", bytes, "not-canonical", "a scalar plus the order");
	memset(bytes, 0xff, 32);
	one_scalar("scalar_all_ones", bytes, "not-canonical", "every bit set");
}

static void points(void)
{
	uint8_t bytes[32] = {0};
	struct scalar k;
	struct point p;

	begin("point_identity", "point", "identity", "the identity is canonical, and refused");
	hex("bytes", bytes, 32);
	end();
	example_scalar(&k, "point");
	ok(point_multiply_base(&p, &k));
	begin("point_plain", "point", "ok", "a point");
	hex("bytes", p.bytes, 32);
	end();
	p.bytes[31] |= 0x80;
	begin("point_top_bit", "point", "not-canonical", "a point with the highest bit set");
	hex("bytes", p.bytes, 32);
	end();
}

static void one_text(const char *name, const char *bytes, const char *expect, const char *comment)
{
	begin(name, "text", expect, comment);
	hex("bytes", bytes, strlen(bytes));
	end();
}

static void texts(void)
{
	one_text("text_clean", "Füße\n\xf0\x9f\x8c\xb3", "ok", "four lengths of sequence and a newline");
	one_text("text_overlong", "\xc0\xaf", "text", "a solidus in two bytes");
	one_text("text_surrogate", "\xed\xa0\x80", "text", "half of a surrogate pair");
	one_text("text_beyond", "\xf4\x90\x80\x80", "text", "beyond U+10FFFF");
	one_text("text_cut", "a\xe2\x82", "text", "ends within a sequence");
	one_text("text_escape", "\x1b[31m", "text", "a control character");
	one_text("text_c1", "\xc2\x9b", "text", "a control character of the second set");
	one_text("text_bidi",
	         "abc\xe2\x80\xae"
	         "def",
	         "text", "U+202E turns the direction of writing");
	one_text("text_bom",
	         "\xef\xbb\xbf"
	         "abc",
	         "text", "U+FEFF");
	one_text("text_noncharacter", "\xef\xbf\xbf", "text", "U+FFFF");
	begin("hash_of", "hash-of", "ok", "H(purpose, data)");
	text("purpose", "folkmoot/example/1");
	hex("data", "data", 4);
	struct hash hash;
	hash_of(&hash, "folkmoot/example/1", "data", 4);
	hex("hash", hash.bytes, 32);
	end();
}

static void one_payload(const char *name, const uint8_t point[32], const uint8_t *payload, const char *expect,
                        const char *comment)
{
	begin(name, "payload", expect, comment);
	hex("point", point, 32);
	if (payload)
		hex("payload", payload, PAYLOAD_BYTES);
	end();
}

static void payloads(void)
{
	uint8_t payload[PAYLOAD_BYTES] = {0}, bytes[32];
	struct point first, later;

	ok(payload_encode(&first, payload));
	one_payload("payload_zeros", first.bytes, payload, "ok", "thirty zeros: the identity is passed over");
	memset(payload, 0xff, sizeof payload);
	ok(payload_encode(&first, payload));
	one_payload("payload_ones", first.bytes, payload, "ok", "every bit set");
	memcpy(payload, "The wall by the old mill pond.", PAYLOAD_BYTES);
	ok(payload_encode(&first, payload));
	one_payload("payload_text", first.bytes, payload, "ok", "thirty bytes of text");
	memcpy(bytes, first.bytes, 32);
	do
		bytes[0] = (uint8_t)(bytes[0] + 2);
	while (point_decode(&later, bytes) != STATUS_OK);
	one_payload("payload_counter_not_least", later.bytes, NULL, "not-canonical",
	            "the second valid point of a payload: a sealer may not choose");
	memset(bytes, 0, 32);
	one_payload("payload_identity", bytes, NULL, "identity", "the identity holds nothing");
}

/* --- sealed ballots --- */

static struct sealed_context context;
static struct sealed_shape shape;
static struct sealed_plain plain;
static struct sealed sealed;
static struct scalar secret;
static uint8_t tag[TAG_BYTES], nonce[NONCE_BYTES], body[SEALED_MAX_BYTES + 200];
static size_t body_len;
enum { CONTESTS_AT = 36, POINTS_AT = 36 + 2 * 3 };

static void encode(void)
{
	struct writer writer;

	writer_init(&writer, body, sizeof body);
	sealed_encode(&writer, &sealed);
	ok(writer_status(&writer));
	body_len = writer_len(&writer);
}

static void ballot(void)
{
	ok(example_context(&context, &secret));
	example_ballot(&shape, &plain, tag, nonce);
	ok(sealed_make(&sealed, &context, &shape, tag, &plain, nonce));
	encode();
}

static void put_context(void)
{
	hex("election", context.election.bytes, HASH_BYTES);
	hex("joint-key", context.joint_key.bytes, 32);
	hex("kiosk", context.kiosk, 32);
}

/* Writes the ballot as it now is, and makes the good one again. */
static void one_sealed(const char *name, const char *expect, const char *comment)
{
	begin(name, "sealed", expect, comment);
	put_context();
	hex("body", body, body_len);
	end();
	ballot();
}

static void sealed_good(void)
{
	struct hash code;
	char code_text[CODE_TEXT_BYTES];

	ballot();
	begin("sealed_good", "sealed", "ok", "two contests, three points, from a fixed nonce");
	put_context();
	hex("body", body, body_len);
	confirmation_code(&code, &context, body, body_len);
	confirmation_text(code_text, &code);
	hex("code", code.bytes, HASH_BYTES);
	text("code-text", code_text);
	hex("secret", secret.bytes, 32);
	hex("payloads", plain.payload, (size_t)sealed_points(&shape) * PAYLOAD_BYTES);
	end();
}

static void sealed_headers(void)
{
	body[0] = 2;
	one_sealed("sealed_version_2", "version", "a version nobody knows");
	body[35] = 0;
	one_sealed("sealed_no_contests", "range", "no contest at all");
	body[35] = 25;
	one_sealed("sealed_25_contests", "range", "one contest too many");
	body[CONTESTS_AT + 2] = 0;
	one_sealed("sealed_width_zero", "range", "a contest without a point");
	body[CONTESTS_AT + 2] = 17;
	one_sealed("sealed_width_17", "range", "a contest too wide");
	body[CONTESTS_AT + 2] = 14;
	body[CONTESTS_AT + 5] = 15;
	one_sealed("sealed_29_points", "range", "one point too many in all");
	body[CONTESTS_AT] = 5;
	body[CONTESTS_AT + 1] = 1;
	one_sealed("sealed_contests_out_of_order", "order", "contest 261 before contest 260");
	body[CONTESTS_AT] = 4;
	body[CONTESTS_AT + 1] = 1;
	one_sealed("sealed_contest_twice", "order", "contest 260 twice");
	body[CONTESTS_AT] = 2;
	one_sealed("sealed_other_contest", "proof", "another contest's id: the proof does not speak about it");
	body[1] ^= 1;
	one_sealed("sealed_other_style", "proof", "another style");
	body[3] ^= 1;
	one_sealed("sealed_other_tag", "proof", "another tag");
	body_len++;
	one_sealed("sealed_trailing_byte", "trailing", "one byte too many");
	body_len--;
	one_sealed("sealed_truncated", "truncated", "one byte too few");
	body_len = 20;
	one_sealed("sealed_truncated_head", "truncated", "ends within the tag");
}

static void sealed_entries(void)
{
	uint8_t *entry = body + POINTS_AT;
	struct ciphertext ciphertext;
	struct schnorr proof;

	memset(entry, 0, 32);
	one_sealed("sealed_identity_a", "identity", "the first component is the identity");
	memset(entry + 32, 0, 32);
	one_sealed("sealed_identity_b", "identity", "the second component is the identity");
	memset(entry + 64, 0, 32);
	one_sealed("sealed_identity_commitment", "identity", "a commitment is the identity");
	entry[0] |= 1;
	one_sealed("sealed_noncanonical_point", "not-canonical", "a negative field element");
	entry[128 + 32 + 31] |= 0x80;
	one_sealed("sealed_point_top_bit", "not-canonical", "the highest bit of a point");
	plus_order(entry + 96);
	one_sealed("sealed_scalar_plus_order", "not-canonical", "a response plus the order, which holds as well");
	entry[96 + 31] |= 0x80;
	one_sealed("sealed_scalar_top_bit", "not-canonical", "the highest bit of a response");
	memcpy(entry + 128, entry, 32);
	one_sealed("sealed_repeated_a", "order", "two equal first components");
	memcpy(entry + 96, entry + 128 + 96, 32);
	one_sealed("sealed_other_response", "proof", "the second point's response in the first");
	memcpy(entry + 64, entry + 128 + 64, 32);
	one_sealed("sealed_other_commitment", "proof", "the second point's commitment in the first");
	ciphertext = sealed.ciphertext[0];
	proof = sealed.proof[0];
	sealed.ciphertext[0] = sealed.ciphertext[1];
	sealed.proof[0] = sealed.proof[1];
	sealed.ciphertext[1] = ciphertext;
	sealed.proof[1] = proof;
	encode();
	one_sealed("sealed_points_exchanged", "proof", "two points in each other's place, with their proofs");
}

static void sealed_contexts(void)
{
	struct scalar two;

	context.election.bytes[0] ^= 1;
	one_sealed("sealed_other_election", "proof", "read for another election");
	context.kiosk[0] ^= 1;
	one_sealed("sealed_other_kiosk", "proof", "read for another kiosk");
	scalar_from_u64(&two, 2);
	ok(point_multiply(&context.joint_key, &two, &context.joint_key));
	one_sealed("sealed_other_joint_key", "proof", "read for other trustees");
}

/* A proof made with a challenge that hashes the commitments alone: the mistake that broke others. */
static void sealed_weak(void)
{
	struct transcript t;
	struct scalar challenge, k, r, minus;
	struct point term;

	transcript_init(&t, "folkmoot/ballot-proof/1");
	for (unsigned i = 0; i < 3; i++)
		transcript_append_point(&t, "commitment", &sealed.proof[i].commitment);
	transcript_challenge(&challenge, &t, "challenge");
	for (unsigned i = 0; i < 3; i++) {
		/* commitments that fit the weak challenge: K = zG - eA for a z of our choice */
		char label[32];

		example_label(label, "weak", i, 0);
		example_scalar(&sealed.proof[i].response, label);
		scalar_from_u64(&k, 0);
		scalar_subtract(&minus, &k, &challenge);
		ok(point_multiply(&term, &minus, &sealed.ciphertext[i].a));
		r = sealed.proof[i].response;
		ok(point_multiply_base(&sealed.proof[i].commitment, &r));
		point_add(&sealed.proof[i].commitment, &sealed.proof[i].commitment, &term);
	}
	encode();
	one_sealed("sealed_simulated", "proof", "a simulated proof, for a challenge chosen before the commitments");
}

static void one_opening(const char *name, const char *expect, const char *comment)
{
	begin(name, "opening", expect, comment);
	put_context();
	hex("nonce", nonce, NONCE_BYTES);
	hex("payloads", plain.payload, (size_t)sealed_points(&shape) * PAYLOAD_BYTES);
	hex("body", body, body_len);
	end();
	ballot();
}

static void openings(void)
{
	one_opening("opening_good", "ok", "the nonce and the vote of sealed_good");
	nonce[0] ^= 1;
	one_opening("opening_other_nonce", "mismatch", "another nonce");
	plain.payload[1][0] ^= 1;
	one_opening("opening_other_vote", "mismatch", "another vote");
	context.kiosk[31] ^= 1;
	one_opening("opening_other_kiosk", "mismatch", "another kiosk");
	body[POINTS_AT + 96] ^= 1;
	one_opening("opening_other_response", "mismatch", "a body that the nonce does not yield");
}

static void one_typed(const char *name, const char *typed, const char *canonical, const char *comment)
{
	begin(name, "code-typed", canonical ? "ok" : "text", comment);
	text("typed", typed);
	if (canonical)
		text("text", canonical);
	end();
}

static void one_set(const char *name, const struct hash *codes, size_t count, const char *expect, const char *comment)
{
	struct hash hash;

	begin(name, "set-hash", expect, comment);
	hex("codes", codes, count * sizeof codes[0]);
	if (strcmp(expect, "ok") == 0) {
		ok(set_hash(&hash, codes, count));
		hex("hash", hash.bytes, HASH_BYTES);
	}
	end();
}

static void codes(void)
{
	struct hash list[2], swap;

	one_typed("code_typed_plain", "12345-6789a-bcdef-ghjkm-npqrs", "12345-6789a-bcdef-ghjkm-npqrs", "as shown");
	one_typed("code_typed_capitals", "I2345 6789A BCDEF GHJKM NPQRS", "12345-6789a-bcdef-ghjkm-npqrs",
	          "capitals, blanks, and an I for the 1");
	one_typed("code_typed_letter_o", "o2345-6789a-bcdef-ghjkm-npqrs", NULL, "o is no letter of the alphabet");
	one_typed("code_typed_zero", "02345-6789a-bcdef-ghjkm-npqrs", NULL, "nor is 0");
	one_typed("code_typed_short", "2345-6789a-bcdef-ghjkm-npqrs", NULL, "24 characters");
	one_typed("code_typed_long", "12345-6789a-bcdef-ghjkm-npqrst", NULL, "26 characters");
	example_bytes(list[0].bytes, HASH_BYTES, "code 1");
	example_bytes(list[1].bytes, HASH_BYTES, "code 2");
	if (hash_compare(&list[0], &list[1]) > 0) {
		swap = list[0];
		list[0] = list[1];
		list[1] = swap;
	}
	one_set("set_empty", list, 0, "ok", "no ballot");
	one_set("set_two", list, 2, "ok", "two ballots");
	swap = list[0];
	list[0] = list[1];
	one_set("set_twice", list, 2, "order", "one ballot twice");
	list[1] = swap;
	one_set("set_descending", list, 2, "order", "out of order");
}

/* --- signatures --- */

static struct sign_secret key;
static char signature[2 * SIGN_FILE_MAX];
static const char data[] = "Twelve benches for the towpath.\n";

static void sign_again(void)
{
	example_key(&key, "example signer", SIGN_PRACTICE);
	ok(sign_file(signature, data, sizeof data - 1, "place:Mill Lane", &key));
}

static void one_minisig(const char *name, const char *expect, const char *comment)
{
	char key_text[SIGN_KEY_TEXT];

	begin(name, "minisig", expect, comment);
	sign_key_text(key_text, &key.public_key);
	text("public", key_text);
	hex("data", data, sizeof data - 1);
	if (strcmp(expect, "ok") == 0)
		text("trusted", "place:Mill Lane");
	escaped("file", signature, strlen(signature));
	end();
	sign_again();
}

/* Replaces the first occurrence of one text by another. */
static void edit(char *whole, size_t room, const char *from, const char *to)
{
	char *at = strstr(whole, from);
	size_t tail;

	must(at != NULL, from);
	tail = strlen(at + strlen(from)) + 1;
	must(strlen(whole) + strlen(to) < room, "no room");
	memmove(at + strlen(to), at + strlen(from), tail);
	memcpy(at, to, strlen(to));
}

static void edit_signature(const char *from, const char *to)
{
	edit(signature, sizeof signature, from, to);
}

/* Re-encodes the second line after a change in its 74 bytes. */
static void edit_record(size_t at, uint8_t value)
{
	char *line = strchr(signature, '\n') + 1, encoded[128];
	uint8_t record[74];
	size_t len;

	must(sodium_base642bin(record, sizeof record, line, 100, NULL, &len, NULL, sodium_base64_VARIANT_ORIGINAL) == 0,
	     "base64");
	record[at] = value;
	sodium_bin2base64(encoded, sizeof encoded, record, sizeof record, sodium_base64_VARIANT_ORIGINAL);
	memcpy(line, encoded, 100);
}

static void minisigs(void)
{
	char long_comment[SIGN_TRUSTED_MAX + 40];
	char *place;

	sign_again();
	one_minisig("minisig_good", "ok", "a signature file");
	edit_signature("signature of a Folkmoot file", "signature of a Folkmoot bile");
	one_minisig("minisig_changed_comment", "magic", "the untrusted comment is one fixed text");
	edit_signature("place:Mill", "place:Hill");
	one_minisig("minisig_changed_trusted_comment", "signature", "the trusted comment is signed");
	edit_signature("trusted comment: place", "Trusted comment: place");
	one_minisig("minisig_other_label", "not-canonical", "the third line's label");
	edit_record(1, 'd');
	one_minisig("minisig_legacy_algorithm", "version", "Ed instead of ED: a signature without prehash");
	edit_record(2 + 7, 0);
	one_minisig("minisig_other_key_id", "wrong-key", "another key's id");
	edit_record(2 + 8 + 5, 0);
	one_minisig("minisig_changed_signature", "signature", "a byte of the signature");
	edit_signature("file\n", "file\r\n");
	one_minisig("minisig_crlf", "magic", "a carriage return");
	edit_signature("Mill Lane\n", "Mill Lane\r\n");
	one_minisig("minisig_crlf_in_comment", "text", "a carriage return after the trusted comment");
	signature[strlen(signature) - 1] = '\0';
	one_minisig("minisig_no_last_newline", "truncated", "the last newline is missing");
	strcat(signature, "\n");
	one_minisig("minisig_fifth_line", "trailing", "an empty line more");
	place = strstr(signature, "==\n");
	must(place != NULL, "padding");
	memmove(place, place + 2, strlen(place + 2) + 1);
	one_minisig("minisig_unpadded", "not-canonical", "base64 without its padding");
	place = strstr(signature, "==\n");
	place[-1] = (char)(place[-1] + 1);
	one_minisig("minisig_loose_bits", "not-canonical", "base64 with bits beyond its last byte");
	memcpy(strchr(signature, '\n') + 21, " ", 1);
	one_minisig("minisig_blank_in_base64", "not-canonical", "a blank within base64");
	memset(long_comment, 'x', sizeof long_comment);
	memcpy(long_comment, "place:Mill Lane", 15);
	long_comment[SIGN_TRUSTED_MAX + 1] = '\0';
	edit_signature("place:Mill Lane", long_comment);
	one_minisig("minisig_long_comment", "too-long", "a trusted comment of 201 bytes");
	signature[0] = '\0';
	one_minisig("minisig_empty", "truncated", "nothing");
}

static void one_container(const char *name, const char *expect, const char *comment, const char *file)
{
	char key_text[SIGN_KEY_TEXT];

	begin(name, "container", expect, comment);
	sign_key_text(key_text, &key.public_key);
	text("public", key_text);
	escaped("file", file, strlen(file));
	if (strcmp(expect, "ok") == 0)
		hex("body", data, sizeof data - 1);
	end();
}

static void containers(void)
{
	char file[2048], *third;

	sign_again();
	(void)snprintf(file, sizeof file, "%s%s", signature, data);
	one_container("container_good", "ok", "signature, then what it signs", file);
	edit(file, sizeof file, "Twelve", "Eleven");
	one_container("container_changed_body", "signature", "another body", file);
	(void)snprintf(file, sizeof file, "%s%s\n", signature, data);
	one_container("container_longer_body", "signature", "a newline more", file);
	one_container("container_unsigned", "truncated", "a body without a signature", data);
	(void)snprintf(file, sizeof file, "%s", signature);
	one_container("container_no_body", "signature", "a signature of something else than nothing", file);
	third = strstr(file, "trusted comment: place");
	*third = '\0';
	strcat(file, data);
	one_container("container_half_signature", "truncated", "two of the signature's lines", file);
}

static void one_public(const char *name, const char *expect, const char *comment, const char *file)
{
	char key_text[SIGN_KEY_TEXT];

	begin(name, "public-key", expect, comment);
	sign_key_text(key_text, &key.public_key);
	if (strcmp(expect, "ok") == 0)
		text("public", key_text);
	escaped("file", file, strlen(file));
	end();
}

static void public_keys(void)
{
	char file[SIGN_KEY_FILE_MAX + 200];

	sign_again();
	ok(sign_public_write(file, sizeof file, &key.public_key));
	one_public("public_key_good", "ok", "a public key file", file);
	edit(file, sizeof file, "minisign public key", "the organiser's key,");
	one_public("public_key_own_words", "ok", "its comment is free", file);
	edit(file, sizeof file, "untrusted", "trusted");
	one_public("public_key_no_comment", "magic", "but must be there", file);
	ok(sign_public_write(file, sizeof file, &key.public_key));
	file[strlen(file) - 1] = '\0';
	one_public("public_key_no_newline", "truncated", "the last newline is missing", file);
	ok(sign_public_write(file, sizeof file, &key.public_key));
	edit(file, sizeof file, "\nRW", "\nSW");
	one_public("public_key_other_algorithm", "version", "another algorithm than Ed", file);
	ok(sign_public_write(file, sizeof file, &key.public_key));
	strcat(file, "more\n");
	one_public("public_key_third_line", "trailing", "a line more", file);
}

/* A secret key file, put together by hand. */
static void secret_file(char *file, size_t room, const char *passphrase, uint64_t ops, uint64_t mem)
{
	uint8_t record[158] = {'E', 'd', 0, 0, 'B', '2'}, stream[104];
	char base64[256];
	crypto_generichash_state state;

	memcpy(record + 54, key.public_key.id, 8);
	memcpy(record + 62, key.secret, 64);
	if (passphrase) {
		memcpy(record + 2, "Sc", 2);
		example_bytes(record + 6, 32, "salt");
		for (int i = 0; i < 8; i++) {
			record[38 + i] = (uint8_t)(ops >> 8 * i);
			record[46 + i] = (uint8_t)(mem >> 8 * i);
		}
		crypto_generichash_init(&state, NULL, 0, 32);
		crypto_generichash_update(&state, record, 2);
		crypto_generichash_update(&state, record + 54, 72);
		crypto_generichash_final(&state, record + 126, 32);
		must(crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, passphrase, strlen(passphrase),
		                                        record + 6, 32768, 16777216) == 0,
		     "scrypt");
		for (size_t i = 0; i < sizeof stream; i++)
			record[54 + i] ^= stream[i];
	}
	sodium_bin2base64(base64, sizeof base64, record, sizeof record, sodium_base64_VARIANT_ORIGINAL);
	(void)snprintf(file, room, "untrusted comment: a secret key\n%s\n", base64);
}

static void one_secret(const char *name, const char *expect, const char *comment, const char *file,
                       const char *passphrase)
{
	char key_text[SIGN_KEY_TEXT];

	begin(name, "secret-key", expect, comment);
	sign_key_text(key_text, &key.public_key);
	if (strcmp(expect, "ok") == 0)
		text("public", key_text);
	if (passphrase)
		text("passphrase", passphrase);
	escaped("file", file, strlen(file));
	end();
}

static void secret_keys(void)
{
	char file[SIGN_KEY_FILE_MAX + 200];
	const uint64_t ops = 32768, mem = 16777216;

	sign_again();
	secret_file(file, sizeof file, NULL, 0, 0);
	one_secret("secret_key_unprotected", "ok", "as minisign -W writes it", file, NULL);
	file[strlen(file) - 2] = 'B';
	one_secret("secret_key_not_base64", "not-canonical", "something else for the padding", file, NULL);
	secret_file(file, sizeof file, "three blind mice", ops, mem);
	one_secret("secret_key_protected", "ok", "scrypt, at its least cost", file, "three blind mice");
	one_secret("secret_key_wrong_passphrase", "passphrase", "a wrong passphrase", file, "three blind rice");
	one_secret("secret_key_no_passphrase", "passphrase", "no passphrase", file, NULL);
	secret_file(file, sizeof file, "three blind mice", 33554433, mem);
	one_secret("secret_key_more_work", "range", "more work than minisign's own", file, "three blind mice");
	secret_file(file, sizeof file, "three blind mice", ops, 1ULL << 40);
	one_secret("secret_key_more_memory", "range", "a terabyte of memory", file, "three blind mice");
	secret_file(file, sizeof file, "three blind mice", ops, 1);
	one_secret("secret_key_less_memory", "range", "less memory than scrypt's least", file, "three blind mice");
	key.secret[63] ^= 1;
	secret_file(file, sizeof file, NULL, 0, 0);
	one_secret("secret_key_swapped_half", "mismatch", "a public half that is not the seed's", file, NULL);
}

/* --- manifests and statements --- */

static void one_manifest(const char *name, const char *expect, const char *comment, const char *content)
{
	begin(name, "manifest", expect, comment);
	escaped("text", content, strlen(content));
	end();
}

#define SHA_A "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA_B "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void manifests(void)
{
	one_manifest("manifest_good", "ok", "two files", SHA_A "  ballots\n" SHA_B "  log/events.txt\n");
	one_manifest("manifest_descending", "order", "out of order", SHA_A "  b\n" SHA_B "  a\n");
	one_manifest("manifest_twice", "order", "one name twice", SHA_A "  a\n" SHA_B "  a\n");
	one_manifest("manifest_capital_digits", "not-canonical", "capital hexadecimal digits",
	             "E3B0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n");
	one_manifest("manifest_one_blank", "not-canonical", "one blank", SHA_A " ab\n");
	one_manifest("manifest_star", "not-canonical", "sha256sum's mark for binary", SHA_A " *ab\n");
	one_manifest("manifest_escaped", "not-canonical", "sha256sum's mark for escaped names", "\\" SHA_A "  a\n");
	one_manifest("manifest_dot_dot", "text", "a way out of the folder", SHA_A "  ../a\n");
	one_manifest("manifest_absolute", "text", "a path from the root", SHA_A "  /a\n");
	one_manifest("manifest_hidden", "text", "a hidden file", SHA_A "  .a\n");
	one_manifest("manifest_double_solidus", "text", "an empty folder name", SHA_A "  a//b\n");
	one_manifest("manifest_option", "text", "a name that looks like an option", SHA_A "  -c\n");
	one_manifest("manifest_capital", "text", "a capital letter", SHA_A "  A\n");
	one_manifest("manifest_crlf", "text", "a carriage return", SHA_A "  a\r\n");
	one_manifest("manifest_no_last_newline", "truncated", "the last newline is missing", SHA_A "  a");
	one_manifest("manifest_blank_line", "truncated", "an empty line", SHA_A "  a\n\n");
	one_manifest("manifest_empty", "truncated", "nothing", "");
	one_manifest("manifest_no_name", "text", "no name", SHA_A "  \n");
}

static void one_statement(const char *name, const char *expect, const char *comment, const char *content)
{
	begin(name, "statement", expect, comment);
	escaped("text", content, strlen(content));
	end();
}

#define TITLE "folkmoot example 1\n"

static void statements(void)
{
	char content[STATEMENT_VALUE_MAX + 100], value[STATEMENT_VALUE_MAX + 2];

	one_statement("statement_good", "ok", "lines in their order",
	              TITLE "name A b\ncount 0\ncount 12\nhash 00ff00ff\n");
	one_statement("statement_no_count", "ok", "a list may be empty", TITLE "name A\nhash 00ff00ff\n");
	one_statement("statement_other_title", "magic", "another title", "folkmoot samples 1\nname A\nhash 00ff00ff\n");
	one_statement("statement_longer_title", "not-canonical", "more after the title",
	              "folkmoot example of 1\nname A\nhash 00ff00ff\n");
	one_statement("statement_version_2", "version", "a version nobody knows",
	              "folkmoot example 2\nname A\nhash 00ff00ff\n");
	one_statement("statement_version_01", "not-canonical", "a version with a zero before",
	              "folkmoot example 01\nname A\nhash 00ff00ff\n");
	one_statement("statement_leading_zero", "not-canonical", "a zero before a number",
	              TITLE "name A\ncount 012\nhash 00ff00ff\n");
	one_statement("statement_plus", "not-canonical", "a sign before a number",
	              TITLE "name A\ncount +1\nhash 00ff00ff\n");
	one_statement("statement_minus", "not-canonical", "a negative number",
	              TITLE "name A\ncount -1\nhash 00ff00ff\n");
	one_statement("statement_too_large", "range", "two to the 64th",
	              TITLE "name A\ncount 18446744073709551616\nhash 00ff00ff\n");
	one_statement("statement_two_blanks", "not-canonical", "two blanks", TITLE "name  A\nhash 00ff00ff\n");
	one_statement("statement_last_blank", "not-canonical", "a blank at the end", TITLE "name A \nhash 00ff00ff\n");
	one_statement("statement_no_value", "not-canonical", "nothing after the blank", TITLE "name \nhash 00ff00ff\n");
	one_statement("statement_no_blank", "order", "a key alone", TITLE "name\nhash 00ff00ff\n");
	one_statement("statement_blank_line", "order", "an empty line", TITLE "\nname A\nhash 00ff00ff\n");
	one_statement("statement_other_order", "order", "lines exchanged", TITLE "hash 00ff00ff\nname A\n");
	one_statement("statement_missing", "order", "a line missing", TITLE "hash 00ff00ff\n");
	one_statement("statement_cut", "truncated", "the last line missing", TITLE "name A\n");
	one_statement("statement_more", "trailing", "a line more", TITLE "name A\nhash 00ff00ff\nhash 00ff00ff\n");
	one_statement("statement_capital_key", "order", "a capital key", TITLE "Name A\nhash 00ff00ff\n");
	one_statement("statement_capital_digits", "not-canonical", "capital hexadecimal digits",
	              TITLE "name A\nhash 00FF00FF\n");
	one_statement("statement_short_hash", "not-canonical", "three bytes for four", TITLE "name A\nhash 00ff00\n");
	one_statement("statement_no_last_newline", "truncated", "the last newline missing",
	              TITLE "name A\nhash 00ff00ff");
	one_statement("statement_crlf", "text", "carriage returns", TITLE "name A\r\nhash 00ff00ff\r\n");
	one_statement("statement_tab", "text", "a tab", TITLE "name A\tb\nhash 00ff00ff\n");
	one_statement("statement_bidi", "text", "a turn of direction",
	              TITLE "name A\xe2\x80\xae"
	                    "b\nhash 00ff00ff\n");
	memset(value, 'a', sizeof value);
	value[STATEMENT_VALUE_MAX + 1] = '\0';
	(void)snprintf(content, sizeof content, TITLE "name %s\nhash 00ff00ff\n", value);
	one_statement("statement_long_value", "too-long", "a value of 401 bytes", content);
	one_statement("statement_empty", "truncated", "nothing", "");
}

/* --- locked files, put together by hand --- */

static uint8_t locked[200];
static size_t locked_len;

static void lock(void)
{
	static const uint8_t locked_secret[] = "a small secret";
	uint8_t locked_key[32], covered[72 + 32];
	struct writer writer;

	writer_init(&writer, locked, sizeof locked);
	write_bytes(&writer, "folkmoot locked\n", 16);
	write_u16(&writer, 1);
	write_u16(&writer, 0);
	write_u32(&writer, 1);
	write_u64(&writer, 8U << 20);
	example_bytes(locked + 32, 16, "locked salt");
	example_bytes(locked + 48, 24, "locked nonce");
	memcpy(covered, locked, 72);
	memcpy(covered + 72, "folkmoot/example/1", 18);
	must(crypto_pwhash(locked_key, 32, "1234", 4, locked + 32, 1, 8U << 20, crypto_pwhash_ALG_ARGON2ID13) == 0,
	     "argon2");
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(locked + 72, NULL, locked_secret, sizeof locked_secret - 1,
	                                                 covered, 72 + 18, NULL, locked + 48, locked_key);
	locked_len = 72 + 16 + sizeof locked_secret - 1;
}

static void one_locked(const char *name, const char *expect, const char *comment, const char *purpose,
                       const char *passphrase)
{
	begin(name, "locked", expect, comment);
	text("purpose", purpose);
	text("passphrase", passphrase);
	if (strcmp(expect, "ok") == 0)
		hex("secret", "a small secret", 14);
	hex("file", locked, locked_len);
	end();
	lock();
}

static void locked_files(void)
{
	static const char purpose[] = "folkmoot/example/1";

	lock();
	one_locked("locked_good", "ok", "a secret under a PIN, at the cost for practice", purpose, "1234");
	one_locked("locked_wrong_pin", "passphrase", "another PIN", purpose, "1235");
	one_locked("locked_other_purpose", "passphrase", "another purpose", "folkmoot/example/2", "1234");
	locked[0] = 'F';
	one_locked("locked_magic", "magic", "another kind of file", purpose, "1234");
	locked[16] = 2;
	one_locked("locked_version_2", "version", "a version nobody knows", purpose, "1234");
	locked[18] = 3;
	one_locked("locked_cost_unknown", "range", "a cost nobody knows", purpose, "1234");
	locked[20] = 2;
	one_locked("locked_other_passes", "range", "passes that are not this cost's", purpose, "1234");
	locked[28] = 0x40;
	one_locked("locked_much_memory", "range", "memory that is not this cost's", purpose, "1234");
	locked[32] ^= 1;
	one_locked("locked_other_salt", "passphrase", "another salt", purpose, "1234");
	locked[48] ^= 1;
	one_locked("locked_other_nonce", "passphrase", "another nonce", purpose, "1234");
	locked[locked_len - 1] ^= 1;
	one_locked("locked_changed_seal", "passphrase", "a changed byte at the end", purpose, "1234");
	locked_len -= 14;
	one_locked("locked_no_secret", "truncated", "nothing sealed", purpose, "1234");
	locked_len = 40;
	one_locked("locked_truncated", "truncated", "ends within the salt", purpose, "1234");
}

/* --- trustees --- */

static struct trustees made;
static struct example_secrets secrets;
static char transcript[16 * 1024];

static void ceremony(void)
{
	size_t len;

	ok(example_ceremony(&made, &secrets, 3, 2));
	ok(example_sign(&made, &secrets, transcript, sizeof transcript, &len));
}

static void write_again(void)
{
	size_t len;

	ok(example_prove(&made, &secrets));
	ok(example_sign(&made, &secrets, transcript, sizeof transcript, &len));
}

static void one_trustees(const char *name, const char *expect, const char *comment)
{
	begin(name, "trustees", expect, comment);
	if (strcmp(expect, "ok") == 0) {
		struct point joint = made.member[0].commitment[0];
		struct hash hash;

		for (unsigned i = 1; i < made.count; i++)
			point_add(&joint, &joint, &made.member[i].commitment[0]);
		hex("joint-key", joint.bytes, 32);
		hex("roster", made.roster.bytes, 32);
		hash_of(&hash, "folkmoot/trustees-transcript/1", transcript, strlen(transcript));
		hex("transcript", hash.bytes, 32);
	}
	escaped("text", transcript, strlen(transcript));
	end();
	ceremony();
}

static void edit_transcript(const char *from, const char *to)
{
	edit(transcript, sizeof transcript, from, to);
}

static void trustees_agreeing(void)
{
	size_t len;

	ceremony();
	one_trustees("trustees_good", "ok", "two of three");
	ok(example_ceremony(&made, &secrets, 1, 1));
	ok(example_sign(&made, &secrets, transcript, sizeof transcript, &len));
	one_trustees("trustees_alone", "ok", "one alone");
	memcpy(made.member[1].name, made.member[0].name, sizeof made.member[1].name);
	write_again();
	one_trustees("trustees_name_twice", "order", "two of one name");
	secrets.identity[1] = secrets.identity[0];
	made.member[1].identity = made.member[0].identity;
	write_again();
	one_trustees("trustees_identity_twice", "order", "two of one identity key");
	memcpy(secrets.coefficient[1], secrets.coefficient[0], sizeof secrets.coefficient[0]);
	memcpy(made.member[1].commitment, made.member[0].commitment, sizeof made.member[0].commitment);
	write_again();
	one_trustees("trustees_copied_commitments", "order", "the second copies the first's polynomial");
	example_key(&secrets.identity[2], "real person", SIGN_REAL);
	made.member[2].identity = secrets.identity[2].public_key;
	write_again();
	one_trustees("trustees_mixed_practice", "practice", "a real key among keys for practice");
	made.kind = SIGN_REAL;
	write_again();
	one_trustees("trustees_unmarked_practice", "practice", "keys for practice in a transcript that says no");
	made.member[1].index = 3;
	write_again();
	one_trustees("trustees_index_twice", "order", "index 3 twice");
	ok(example_ceremony(&made, &secrets, 2, 1));
	scalar_from_u64(&secrets.coefficient[1][0], 0);
	scalar_subtract(&secrets.coefficient[1][0], &secrets.coefficient[1][0], &secrets.coefficient[0][0]);
	ok(point_multiply_base(&made.member[1].commitment[0], &secrets.coefficient[1][0]));
	write_again();
	one_trustees("trustees_no_joint_key", "identity", "constant terms that cancel");
}

static void trustees_changed(void)
{
	struct schnorr proof;
	uint8_t bytes[32];
	char one[65], other[65], *at;
	size_t len;

	edit_transcript("threshold 2", "threshold 1");
	one_trustees("trustees_wrong_degree", "order", "more commitments than the threshold");
	edit_transcript("threshold 2", "threshold 4");
	one_trustees("trustees_threshold_above_count", "range", "four of three");
	edit_transcript("threshold 2", "threshold 0");
	one_trustees("trustees_threshold_zero", "range", "none of three");
	edit_transcript("trustees 3\n", "trustees 17\n");
	one_trustees("trustees_too_many", "range", "seventeen trustees");
	edit_transcript("practice yes", "practice aye");
	one_trustees("trustees_practice_word", "not-canonical", "neither yes nor no");
	edit_transcript("Tobi Marlowe", "Tobi Barlowe");
	one_trustees("trustees_changed_name", "proof", "a name changed after all signed");
	hex_write(one, made.member[1].commitment[1].bytes, 32);
	memset(other, '0', 64);
	other[64] = '\0';
	edit_transcript(one, other);
	one_trustees("trustees_identity_commitment", "identity", "a commitment that is the identity");
	memcpy(bytes, made.member[0].proof[0].response.bytes, 32);
	hex_write(one, bytes, 32);
	plus_order(bytes);
	hex_write(other, bytes, 32);
	edit_transcript(one, other);
	one_trustees("trustees_scalar_plus_order", "not-canonical", "a response plus the order");
	proof = made.member[0].proof[0];
	made.member[0].proof[0] = made.member[0].proof[1];
	made.member[0].proof[1] = proof;
	ok(example_sign(&made, &secrets, transcript, sizeof transcript, &len));
	one_trustees("trustees_proofs_exchanged", "proof", "one degree's proof for another");
	at = strstr(transcript, "\nsignature ");
	at = strstr(at + 1, "\nsignature ");
	at = strstr(at + 1, "\nsignature ");
	at[1] = '\0';
	one_trustees("trustees_signature_missing", "truncated", "the third has not signed");
	memcpy(made.member[2].signature, made.member[1].signature, SIGN_BYTES);
	ok(trustees_write(transcript, sizeof transcript, &len, &made));
	one_trustees("trustees_signature_copied", "signature", "the third's signature is the second's");
	strcat(transcript, "note all is well\n");
	one_trustees("trustees_more", "trailing", "a line more");
}

static void one_share(const char *name, const char *expect, const char *comment, const uint8_t *bytes, size_t len)
{
	begin(name, "share", expect, comment);
	hex("bytes", bytes, len);
	end();
}

static void shares(void)
{
	uint8_t good[TRUSTEE_SHARE_BYTES], bytes[TRUSTEE_SHARE_BYTES + 1] = {0};
	struct trustee_share share;

	share.index = 2;
	example_scalar(&share.share, "share");
	example_key(&share.identity, "Tobi Marlowe", SIGN_PRACTICE);
	example_bytes(share.agreed.bytes, HASH_BYTES, "transcript");
	ok(trustee_share_encode(good, &share));
	one_share("share_good", "ok", "one trustee's share", good, sizeof good);
	memcpy(bytes, good, sizeof good);
	one_share("share_trailing", "trailing", "one byte too many", bytes, sizeof good + 1);
	one_share("share_truncated", "truncated", "one byte too few", bytes, sizeof good - 1);
	bytes[0] = 2;
	one_share("share_version_2", "version", "a version nobody knows", bytes, sizeof good);
	memcpy(bytes, good, sizeof good);
	bytes[1] = 0;
	one_share("share_index_zero", "range", "index 0 is the secret itself", bytes, sizeof good);
	memcpy(bytes, good, sizeof good);
	plus_order(bytes + 5);
	one_share("share_scalar_plus_order", "not-canonical", "a share plus the order", bytes, sizeof good);
	memcpy(bytes, good, sizeof good);
	bytes[45 + 63] ^= 1;
	one_share("share_swapped_half", "mismatch", "a public half that is not the seed's", bytes, sizeof good);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: make_vectors FOLDER\n", stderr);
		return 2;
	}
	folder = argv[1];
	ok(crypto_init());
	scalars();
	points();
	texts();
	payloads();
	sealed_good();
	sealed_headers();
	sealed_entries();
	sealed_contexts();
	sealed_weak();
	openings();
	codes();
	minisigs();
	containers();
	public_keys();
	secret_keys();
	manifests();
	statements();
	locked_files();
	trustees_agreeing();
	trustees_changed();
	shares();
	return 0;
}
