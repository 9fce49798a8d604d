/* Practice mode: the same election with keys that are nobody's secret, in a folder of its own below the kiosk's data
 * folder, with a box of its own. Staff and voters try everything; no ballot of it can be taken for a real one, since
 * kind, keys and election hash are others. FORMAT.md, "Practice".
 *
 * data/practice/ is a kiosk's data folder like any other: kiosk.txt, kiosk.key (PIN "0000"), organiser.pub, and package
 * and roster signed by an organiser's key made for it. The package is the real one but for: kind practice, the joint
 * key (of a single trustee whose share is practice.share beside it), the organiser's key, the mixers' keys, and, where
 * voters are admitted by codes, places and tags: those of PRACTICE_CODES codes that follow from the election's hash
 * (practice_code), at this kiosk's own place.
 * An export made in practice mode goes into the folder "folkmoot-practice-<8 hex of the practice kiosk's key>" on the
 * stick, with package, roster, organiser.pub, practice.share and practice.transcript beside it, so that `folkmoot
 * acceptance check` can open and compare it.
 */
#ifndef FOLKMOOT_PRACTICE_H
#define FOLKMOOT_PRACTICE_H

#include "disk.h"
#include "import.h"
#include "sentence.h"
#include "voting_code.h"

enum { PRACTICE_CODES = 60 };
#define PRACTICE_FOLDER     "practice"
#define PRACTICE_PIN        "0000"
#define PRACTICE_SECOND_PIN "1111"
#define PRACTICE_SHARE      "practice.share" /* a trustee's share under the passphrase of all practice shares */
#define PRACTICE_TRANSCRIPT "practice.transcript"

/* The n-th practice code (0 to PRACTICE_CODES - 1) of an election by the hash of its real package; it is for the ballot
 * style n modulo their number, at the kiosk's own place. Public: printed on the test deck. */
void practice_code(char out[static VOTING_CODE_LETTERS + 1], const struct hash *election, unsigned n);
/* Makes data/practice/ whole or not at all, in place of one that is there. */
enum status MUST_CHECK practice_make(struct sentence *why, const struct disk *disk, const char *data,
                                     const struct installed *real);
/* Removes it. STATUS_OK too where there is none. */
enum status MUST_CHECK practice_remove(const struct disk *disk, const char *data);

#endif
