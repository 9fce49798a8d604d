/* The commands of `folkmoot`, in the order of a vote; argv[0] is the command's own word. Each returns the exit code
 * (cli.h). */
#ifndef FOLKMOOT_COMMANDS_H
#define FOLKMOOT_COMMANDS_H

int command_status(int argc, char **argv);
int command_organiser(int argc, char **argv);
int command_trustee(int argc, char **argv);
int command_mixer(int argc, char **argv);
int command_election(int argc, char **argv);
int command_codes(int argc, char **argv);
int command_kiosk(int argc, char **argv);
int command_acceptance(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_log(int argc, char **argv);
int command_challenge(int argc, char **argv);
int command_count(int argc, char **argv);
int command_mix(int argc, char **argv);
int command_moderate(int argc, char **argv);
int command_audit(int argc, char **argv);
int command_publish(int argc, char **argv);
int command_tally(int argc, char **argv);
int command_pabulib(int argc, char **argv);
int command_messages(int argc, char **argv);

#endif
