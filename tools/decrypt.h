/* A trustee's part in a count, two words after `folkmoot trustee`. */
#ifndef FOLKMOOT_DECRYPT_H
#define FOLKMOOT_DECRYPT_H

int trustee_decrypt(int argc, char **argv);
int trustee_draw(int argc, char **argv);

#endif
