/* The words after `folkmoot trustee` that make up the trustees' ceremony. */
#ifndef FOLKMOOT_TRUSTEE_STEPS_H
#define FOLKMOOT_TRUSTEE_STEPS_H

int trustee_demo(int argc, char **argv);

#endif
