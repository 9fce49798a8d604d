/* Between the flow and the recorder: an effect becomes a request, the reply an event. */
#ifndef FOLKMOOT_CARRY_H
#define FOLKMOOT_CARRY_H

#include "flow.h"
#include "link.h"

/* What came of an effect. */
struct carried {
	struct event facts;       /* always there: to be told first */
	struct event answer;      /* kind EVENT_TIME where none is due, or none is known yet: then the effect is carried
	                             out again later, until there is one */
	char detail[FLOW_DETAIL]; /* the recorder's sentence where something failed or was made; else "" */
};

/* Carries out what the flow asks for; returns when it is done. now_ms of both events is left to the caller, who wipes
 * *out (carried_wipe). */
void carry_out(struct carried *out, struct link *link, const struct flow *flow, struct effect effect);
/* The facts alone. */
void carry_status(struct carried *out, struct link *link);
void carried_wipe(struct carried *carried);

#endif
