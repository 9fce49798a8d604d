/* Decryption entry by entry, for the texts that voters wrote: each entry's factors carry one proof of their own, and a
 * trustee signs the entries' leaf hashes, so that an entry can be left out of what is published, its leaf hash standing
 * in its place, and all others still be checked (PROTOCOL.md, "Texts"). */
#ifndef FOLKMOOT_DECRYPTION_ENTRIES_H
#define FOLKMOOT_DECRYPTION_ENTRIES_H

#include "decryption.h"

/* One entry of a trustee: factors (32 for each point), then the proof (96: K1, K2, z). */
size_t entry_bytes(uint8_t width);

/* All entries of a list, one after another: decryption->count times entry_bytes. As decryption_make. */
enum status MUST_CHECK entries_make(uint8_t *out, const struct decryption *decryption, const struct scalar *share,
                                    const struct engine *engine, const struct crew *crew);
/* entry[i]: the bytes of entry i, or NULL where it is left out. STATUS_PROOF, STATUS_NOT_CANONICAL, STATUS_IDENTITY
 * with *bad, the entry; STATUS_NO_ROOM. */
enum status MUST_CHECK entries_verify(size_t *bad, const uint8_t *const *entry, const struct decryption *decryption,
                                      const struct engine *engine, const struct crew *crew);

/* What stands for an entry that is left out. It tells nothing about the text, even to who guesses it: the proof, which
 * it covers, holds a random point that nobody can guess. */
void entry_leaf(struct hash *out, uint32_t entry, const uint8_t *bytes, uint8_t width);
/* What is published in the place of a withheld text: of the leaf hashes of a quorum's members, ascending. */
void withheld_hash(struct hash *out, uint16_t contest, uint32_t entry, const struct hash *leaf, unsigned member_count);

#endif
