/* Trustees at a ceremony, each with a key and with the files that they hand out, all in memory. Deals by people who
 * cheat are written here line by line from FORMAT.md, and not by ceremony.c. */
#ifndef FOLKMOOT_TESTS_PLAYERS_H
#define FOLKMOOT_TESTS_PLAYERS_H

#include <stdio.h>
#include <string.h>

#include "ceremony.h"
#include "crypto/cmocka_all.h"
#include "crypto/example.h"

struct players_file {
	char text[CEREMONY_FILE_MAX];
	size_t len;
};

struct players {
	struct ceremony ceremony; /* as an onlooker reads all files */
	struct ceremony_fault fault;
	unsigned count, threshold;
	struct ceremony_key key[TRUSTEE_MAX];
	struct trustee_share share[TRUSTEE_MAX];
	struct players_file public[TRUSTEE_MAX], roster, deal[TRUSTEE_MAX], acceptance[TRUSTEE_MAX];
};

/* The same label gives the same people with the same dealing seeds. */
static inline void players_come(struct players *players, unsigned count, const char *label)
{
	memset(players, 0, sizeof *players);
	players->count = count;
	for (unsigned i = 0; i < count; i++) {
		char name[64];

		snprintf(name, sizeof name, "Trustee %s %u", label, i + 1);
		example_key(&players->key[i].identity, name, SIGN_PRACTICE);
		snprintf(name, sizeof name, "seed %s %u", label, i + 1);
		example_bytes(players->key[i].seed, CEREMONY_SEED_BYTES, name);
		snprintf(name, sizeof name, "Trustee %u", i + 1);
		assert_ok(ceremony_public_write(players->public[i].text, CEREMONY_FILE_MAX, &players->public[i].len,
		                                name, &players->key[i].identity));
	}
}

static inline void players_roster(struct players *players, unsigned threshold)
{
	struct trustee members[TRUSTEE_MAX];

	players->threshold = threshold;
	for (unsigned i = 0; i < players->count; i++)
		assert_ok(ceremony_public_read(&members[i], players->public[i].text, players->public[i].len));
	assert_ok(ceremony_roster_make(&players->ceremony, members, players->count, threshold));
	assert_ok(
	    ceremony_roster_write(players->roster.text, CEREMONY_FILE_MAX, &players->roster.len, &players->ceremony));
	assert_ok(ceremony_roster_read(&players->ceremony, players->roster.text, players->roster.len));
}

static inline void players_deal(struct players *players)
{
	for (unsigned i = 0; i < players->count; i++)
		assert_ok(ceremony_deal_write(players->deal[i].text, CEREMONY_FILE_MAX, &players->deal[i].len,
		                              &players->ceremony, &players->key[i]));
}

static inline enum status players_read_deal(struct players *players, unsigned index)
{
	return ceremony_deal_read(&players->fault, &players->ceremony, index, players->deal[index - 1].text,
	                          players->deal[index - 1].len);
}

static inline void players_read_deals(struct players *players)
{
	for (unsigned i = 1; i <= players->count; i++)
		assert_ok(players_read_deal(players, i));
}

static inline void players_accept(struct players *players)
{
	assert_ok(ceremony_agree(&players->fault, &players->ceremony));
	for (unsigned i = 0; i < players->count; i++) {
		assert_ok(ceremony_share(&players->share[i], &players->fault, &players->ceremony, &players->key[i]));
		assert_ok(ceremony_acceptance_write(players->acceptance[i].text, CEREMONY_FILE_MAX,
		                                    &players->acceptance[i].len, &players->ceremony,
		                                    &players->share[i]));
	}
}

static inline enum status players_read_acceptance(struct players *players, unsigned index)
{
	return ceremony_acceptance_read(&players->fault, &players->ceremony, index, players->acceptance[index - 1].text,
	                                players->acceptance[index - 1].len);
}

/* Up to where everybody's deal is read. */
static inline void players_until_dealt(struct players *players, unsigned count, unsigned threshold, const char *label)
{
	players_come(players, count, label);
	players_roster(players, threshold);
	players_deal(players);
	players_read_deals(players);
}

/* --- a deal written by hand --- */

struct cheat {
	unsigned trustee;   /* the line "trustee" */
	struct hash roster; /* the line "roster" */
	unsigned commitment_count;
	struct trustee member; /* its commitments and proofs */
	uint8_t sealed[TRUSTEE_MAX][CEREMONY_SEALED_BYTES];
};

/* What this trustee deals honestly, to be bent. */
static inline void cheat_begin(struct cheat *cheat, const struct players *players, unsigned index)
{
	memset(cheat, 0, sizeof *cheat);
	cheat->trustee = index;
	cheat->roster = players->ceremony.trustees.roster;
	cheat->commitment_count = players->threshold;
	cheat->member = players->ceremony.trustees.member[index - 1];
	memcpy(cheat->sealed, players->ceremony.sealed[index - 1], sizeof cheat->sealed);
}

/* The proof for a coefficient, bound to the roster and index of the cheat. */
static inline void cheat_prove(struct cheat *cheat, unsigned degree, const struct scalar *secret)
{
	struct trustee member = cheat->member;

	member.index = cheat->trustee;
	assert_ok(example_proof(&member, &cheat->roster, cheat->trustee, degree, secret));
	cheat->member.proof[degree] = member.proof[degree];
}

static inline void cheat_seal(struct cheat *cheat, const struct players *players, unsigned to, unsigned from_written,
                              unsigned to_written, const struct scalar *share)
{
	uint8_t plain[CEREMONY_PLAIN_BYTES], box[crypto_box_PUBLICKEYBYTES];

	memcpy(plain, cheat->roster.bytes, HASH_BYTES);
	plain[32] = (uint8_t)from_written;
	plain[33] = (uint8_t)to_written;
	memcpy(plain + 34, share->bytes, SCALAR_BYTES);
	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(box, players->key[to - 1].identity.public_key.key), 0);
	assert_int_equal(crypto_box_seal(cheat->sealed[to - 1], plain, sizeof plain, box), 0);
}

/* Signed by this key, it becomes the deal of trustee index. */
static inline void cheat_write(struct cheat *cheat, struct players *players, unsigned index,
                               const struct sign_secret *signer)
{
	struct players_file *file = &players->deal[index - 1];
	struct statement_writer writer;
	uint8_t signature[SIGN_BYTES];

	statement_writer_init(&writer, file->text, sizeof file->text, "folkmoot trustee-deal", 1);
	statement_put_text(&writer, "practice", "yes");
	statement_put_hex(&writer, "roster", cheat->roster.bytes, HASH_BYTES);
	statement_put_number(&writer, "trustee", cheat->trustee);
	trustee_put_promise(&writer, &cheat->member, cheat->commitment_count);
	for (unsigned to = 1; to <= players->count; to++) {
		if (to == index)
			continue;
		statement_put_number(&writer, "to", to);
		statement_put_hex(&writer, "share", cheat->sealed[to - 1], CEREMONY_SEALED_BYTES);
	}
	assert_ok(sign_statement(signature, "folkmoot/trustee-deal/1", file->text, statement_len(&writer), signer));
	statement_put_hex(&writer, "signature", signature, sizeof signature);
	assert_ok(statement_writer_finish(&writer));
	file->len = statement_len(&writer);
}

/* Replaces one piece of text by another of the same length. */
static inline void players_bend(struct players_file *file, const char *from, const char *to)
{
	char *at = strstr(file->text, from);

	assert_non_null(at);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(at, to, strlen(to));
}

#endif
