/* The steps of the trustees' ceremony, each safe to repeat and to interrupt. They tell what is wrong on stderr and
 * print nothing: the commands and the demo have words of their own. */
#ifndef FOLKMOOT_TRUSTEE_STEPS_H
#define FOLKMOOT_TRUSTEE_STEPS_H

#include "ceremony_files.h"
#include "trustee_private.h"

/* Whether a step found its work done already. */
enum step_done { STEP_DONE_NOW, STEP_DONE_BEFORE };

/* The roster of members, written to dir, which is made where it is not there. A ceremony with another roster is
 * refused. */
enum status MUST_CHECK step_roster(struct ceremony_folder **out, enum step_done *done, const char *dir,
                                   const struct trustee *members, size_t count, unsigned threshold);

/* One trustee at the ceremony: opens the folder, reads all deals, finds the trustee in the roster, and refuses where
 * this key dealt for another one. The caller destroys *out, which is NULL after a failure. */
enum status MUST_CHECK step_enter(struct ceremony_folder **out, unsigned *index, const char *dir,
                                  const struct trustee_private *own);

/* After step_enter. What is dealt is remembered in the trustee's own folder before anybody else can have it. */
enum status MUST_CHECK step_deal(enum step_done *done, struct ceremony_folder *folder, unsigned index,
                                 const struct trustee_private *own, const char *passphrase_file);
/* After step_enter. What is signed is remembered, and the share locked away, before anybody else has the signature. */
enum status MUST_CHECK step_accept(enum step_done *done, struct ceremony_folder *folder, unsigned index,
                                   const struct trustee_private *own, const char *passphrase_file);
/* The transcript, written to the ceremony's folder; its text stays in folder->ceremony. */
enum status MUST_CHECK step_finish(enum step_done *done, struct ceremony_folder *folder);

/* The words after `folkmoot trustee`. */
int trustee_alone_command(int argc, char **argv);
int trustee_demo_command(int argc, char **argv);
int trustee_status_command(int argc, char **argv);

#endif
