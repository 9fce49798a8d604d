/* One message at a time between two of the kiosk's processes, over a pair of SOCK_SEQPACKET sockets; a descriptor may
 * go with it. Every message of a channel has one fixed size: one of another size ends the conversation. */
#ifndef FOLKMOOT_CHANNEL_H
#define FOLKMOOT_CHANNEL_H

#include <stddef.h>

#include "status.h"

/* Both ends, closed on exec. STATUS_NO_ROOM. */
enum status MUST_CHECK channel_pair(int ends[static 2]);
/* Sends len bytes, with a copy of descriptor passed (-1: none), which stays the caller's. Waits at most timeout_ms (-1:
 * for ever): STATUS_UNKNOWN where the other side takes nothing for so long. STATUS_TRUNCATED where it is gone. */
enum status MUST_CHECK channel_send(int end, const void *message, size_t len, int passed, int timeout_ms);
/* Takes one message of exactly len bytes. *passed is the descriptor that came with it (closed on exec; the caller's),
 * or -1; where the caller gives NULL, one that comes is closed. STATUS_UNKNOWN where nothing came for timeout_ms,
 * STATUS_TRUNCATED where the other side is gone, STATUS_RANGE for any other length, or more than one descriptor (all
 * are closed). */
enum status MUST_CHECK channel_receive(int end, void *message, size_t len, int *passed, int timeout_ms);

#endif
