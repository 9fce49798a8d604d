/* `folkmoot kiosk reopen`. */
#ifndef FOLKMOOT_KIOSK_REOPEN_H
#define FOLKMOOT_KIOSK_REOPEN_H

int kiosk_reopen(int argc, char **argv);

#endif
