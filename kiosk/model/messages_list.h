/* The list of every message: X(name in C, key in the catalogue, number of places to fill). */
#ifndef FOLKMOOT_MESSAGES_LIST_H
#define FOLKMOOT_MESSAGES_LIST_H

#define MESSAGE_LIST(X) X(START, "start", 0)

#endif
