/* The recorder at the door of its own process: takes the screen's messages from a channel, asks recorder.h, and sends
 * what it answers. One screen at a time; a new one takes the place of the one before, whose voter's session is ended.
 */
#ifndef FOLKMOOT_SERVE_H
#define FOLKMOOT_SERVE_H

#include "link.h"
#include "link_message.h"

struct serve;
struct stick_disk;

/* recorder: NULL where it could not start; then status and why are all that a screen is told. Both stay the caller's.
 */
enum status MUST_CHECK serve_create(struct serve **out, struct recorder *recorder, struct stick_disk *stick,
                                    enum status status, const char *why);
void serve_destroy(struct serve *serve);
/* A new screen, at the other end of this channel, which is serve's now: what the one before had asked for is done
 * first, its session ended, and hello is said. */
void serve_screen(struct serve *serve, int channel);
/* The channel to wait on; -1: no screen. */
int serve_channel(const struct serve *serve);
/* Answers one message, without waiting for one. A screen that breaks off, or sends what no screen sends, is dropped. */
void serve_tend(struct serve *serve);
/* Milliseconds until serve_tend is due without a message; -1: never. */
int serve_next_ms(const struct serve *serve);

#endif
