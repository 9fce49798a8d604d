/* The order of groups in memory, which decides nothing but how fast a walk over them is. */
#ifndef FOLKMOOT_MES_ORDER_H
#define FOLKMOOT_MES_ORDER_H

#include "mes_table.h"

/* Puts groups that support the same popular projects next to each other, so that a walk over a project's supporters is
 * mostly a walk over neighbours. Before entries are made. STATUS_NO_ROOM. */
enum status MUST_CHECK mes_order_groups(struct mes_table *table);

#endif
