/* Recorded clips: spoken by a person where a kiosk's synthesiser has no voice, or a worse one. A folder holds WAV files
 * and list.txt, a text of lines
 *
 *     FILE <tab> WORDS
 *
 * WORDS exactly as they are written in the election or among the kiosk's own messages; "\n" stands for a new line. A
 * line that begins with "#" says nothing. */
#ifndef FOLKMOOT_CLIPS_H
#define FOLKMOOT_CLIPS_H

#include "definition_media.h"

/* Reads every clip of the folders that the definition names; sets the election's clips. Every bad line and file is a
 * fault of the check. STATUS_NO_ROOM. */
enum status MUST_CHECK clips_load(struct definition *definition, const char *folder, struct check *check);

/* One sample in mu-law (ITU-T G.711). */
uint8_t clip_mu_law(int sample);

#endif
