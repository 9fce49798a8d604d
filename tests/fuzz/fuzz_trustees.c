/* The trustees' transcript. Every signature is taken as holding; proofs are not. */
#include <sodium.h>

#include "fuzz.h"
#include "signature.h"
#include "trustee.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	signatures_hold = 1;
	return 0;
}

TEXT_TARGET(trustees, trustees_read, trustees_write, TRUSTEE_TRANSCRIPT_MAX)
