/* Fixed keys, ballots and ceremonies for tests and vectors: every byte follows from a label, so that what is made today
 * is what was made yesterday. Nothing here is random, hence nothing here is for a vote. */
#ifndef FOLKMOOT_TESTS_EXAMPLE_H
#define FOLKMOOT_TESTS_EXAMPLE_H

#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "sealed.h"
#include "sign.h"
#include "statement.h"
#include "trustee.h"

static inline void example_bytes(uint8_t *out, size_t len, const char *label)
{
	(void)crypto_generichash(out, len, (const uint8_t *)label, strlen(label), NULL, 0);
}

static inline void example_scalar(struct scalar *out, const char *label)
{
	uint8_t wide[64];

	example_bytes(wide, sizeof wide, label);
	scalar_from_wide(out, wide);
}

static inline void example_key(struct sign_secret *out, const char *label, enum sign_kind kind)
{
	uint8_t seed[32];

	example_bytes(seed, sizeof seed, label);
	(void)crypto_sign_ed25519_seed_keypair(out->public_key.key, out->secret, seed);
	memcpy(out->public_key.id, seed, SIGN_ID_BYTES);
	memcpy(out->public_key.id, kind == SIGN_PRACTICE ? "PRAC" : "REAL", 4);
}

/* The trustee's secret of all example ballots. */
static inline enum status example_context(struct sealed_context *out, struct scalar *secret)
{
	struct sign_secret kiosk;

	example_bytes(out->election.bytes, HASH_BYTES, "example election");
	example_key(&kiosk, "example kiosk", SIGN_PRACTICE);
	memcpy(out->kiosk, kiosk.public_key.key, sizeof out->kiosk);
	example_scalar(secret, "example trustee");
	return point_multiply_base(&out->joint_key, secret);
}

/* Two contests, three points in all. */
static inline void example_ballot(struct sealed_shape *shape, struct sealed_plain *plain, uint8_t *tag, uint8_t *nonce)
{
	memset(shape, 0, sizeof *shape);
	memset(plain, 0, sizeof *plain);
	shape->style = 7;
	shape->contest_count = 2;
	shape->contest[0] = 1;
	shape->width[0] = 1;
	shape->contest[1] = 260;
	shape->width[1] = 2;
	plain->payload[0][0] = 0x25;
	plain->payload[0][29] = 0x80;
	memcpy(plain->payload[1], "More benches by the old canal,", PAYLOAD_BYTES);
	memcpy(plain->payload[2], " please.", 8);
	example_bytes(tag, TAG_BYTES, "example tag");
	example_bytes(nonce, NONCE_BYTES, "example nonce");
}

/* --- a ceremony of several, written from the document and not from trustee.c --- */

static inline void example_label(char out[static 32], const char *what, unsigned member, unsigned degree)
{
	memset(out, 0, 32);
	memcpy(out, what, strlen(what));
	out[strlen(what)] = ' ';
	out[strlen(what) + 1] = (char)('a' + member);
	out[strlen(what) + 2] = (char)('a' + degree);
}

static inline void example_roster_hash(struct hash *out, const struct trustees *trustees)
{
	struct transcript t;

	transcript_init(&t, "folkmoot/trustee-roster/1");
	transcript_append_u64(&t, "trustees", trustees->count);
	transcript_append_u64(&t, "threshold", trustees->threshold);
	for (unsigned i = 0; i < trustees->count; i++) {
		transcript_append_u64(&t, "index", trustees->member[i].index);
		transcript_append(&t, "name", trustees->member[i].name, strlen(trustees->member[i].name));
		transcript_append(&t, "key id", trustees->member[i].identity.id, SIGN_ID_BYTES);
		transcript_append(&t, "key", trustees->member[i].identity.key, SIGN_KEY_BYTES);
	}
	transcript_hash(out, &t, "roster");
}

static inline enum status example_proof(struct trustee *member, const struct hash *roster, unsigned at, unsigned degree,
                                        const struct scalar *secret)
{
	struct transcript t;
	struct scalar k, challenge;
	char label[32];
	enum status status;

	example_label(label, "commitment", at, degree);
	example_scalar(&k, label);
	status = point_multiply_base(&member->proof[degree].commitment, &k);
	transcript_init(&t, "folkmoot/trustee-proof/1");
	transcript_append(&t, "roster", roster->bytes, HASH_BYTES);
	transcript_append_u64(&t, "index", member->index);
	transcript_append_u64(&t, "degree", degree);
	transcript_append_point(&t, "key", &member->commitment[degree]);
	transcript_append_point(&t, "commitment", &member->proof[degree].commitment);
	transcript_challenge(&challenge, &t, "knowledge");
	schnorr_respond(&member->proof[degree], &k, &challenge, secret);
	return status;
}

/* What a member knows: the coefficients of the polynomial. */
struct example_secrets {
	struct scalar coefficient[TRUSTEE_MAX][TRUSTEE_MAX];
	struct sign_secret identity[TRUSTEE_MAX];
};

static inline enum status example_sign(struct trustees *trustees, const struct example_secrets *secrets, char *text,
                                       size_t room, size_t *text_len)
{
	const char *first;
	enum status status = trustees_write(text, room, text_len, trustees);

	first = status == STATUS_OK ? strstr(text, "\nsignature ") : NULL;
	for (unsigned i = 0; first && i < trustees->count && status == STATUS_OK; i++)
		status = sign_statement(trustees->member[i].signature, "folkmoot/trustees/1", text,
		                        (size_t)(first + 1 - text), &secrets->identity[i]);
	return status == STATUS_OK ? trustees_write(text, room, text_len, trustees) : status;
}

static inline enum status example_prove(struct trustees *trustees, const struct example_secrets *secrets)
{
	enum status status = STATUS_OK;

	example_roster_hash(&trustees->roster, trustees);
	for (unsigned i = 0; i < trustees->count; i++) {
		for (unsigned l = 0; l < trustees->threshold && status == STATUS_OK; l++)
			status =
			    example_proof(&trustees->member[i], &trustees->roster, i, l, &secrets->coefficient[i][l]);
	}
	return status;
}

static inline enum status example_ceremony(struct trustees *trustees, struct example_secrets *secrets, unsigned count,
                                           unsigned threshold)
{
	static const char *const names[] = {"Wren Ashby", "Tobi Marlowe", "Ines Halloran", "Karim Upton", "Petra Lund"};
	enum status status = STATUS_OK;

	memset(trustees, 0, sizeof *trustees);
	trustees->kind = SIGN_PRACTICE;
	trustees->count = count;
	trustees->threshold = threshold;
	for (unsigned i = 0; i < count; i++) {
		struct trustee *member = &trustees->member[i];
		char label[32];

		member->index = i + 1;
		memcpy(member->name, names[i], strlen(names[i]) + 1);
		example_key(&secrets->identity[i], names[i], SIGN_PRACTICE);
		member->identity = secrets->identity[i].public_key;
		for (unsigned l = 0; l < threshold && status == STATUS_OK; l++) {
			example_label(label, "coefficient", i, l);
			example_scalar(&secrets->coefficient[i][l], label);
			status = point_multiply_base(&member->commitment[l], &secrets->coefficient[i][l]);
		}
	}
	return status == STATUS_OK ? example_prove(trustees, secrets) : status;
}

/* One trustee, as read from its transcript, and the share. */
static inline enum status example_alone(struct trustees *trustees, struct trustee_share *share)
{
	struct example_secrets secrets;
	char text[2048];
	size_t len;
	enum status status = example_ceremony(trustees, &secrets, 1, 1);

	if (status == STATUS_OK)
		status = example_sign(trustees, &secrets, text, sizeof text, &len);
	if (status == STATUS_OK)
		status = trustees_read(trustees, text, len);
	memset(share, 0, sizeof *share);
	share->index = 1;
	share->share = secrets.coefficient[0][0];
	share->identity = secrets.identity[0];
	share->agreed = trustees->agreed;
	return status;
}

#endif
