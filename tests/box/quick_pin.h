/* A PIN's key in no time, where thousands are asked for and none has to be hard to guess. The test is linked with
 * --wrap=crypto_pwhash. */
#ifndef FOLKMOOT_TESTS_BOX_QUICK_PIN_H
#define FOLKMOOT_TESTS_BOX_QUICK_PIN_H

#include <sodium.h>

int __wrap_crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *text, unsigned long long len,
                         const unsigned char *salt, unsigned long long ops, size_t mem, int algorithm);

int __wrap_crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *text, unsigned long long len,
                         const unsigned char *salt, unsigned long long ops, size_t mem, int algorithm)
{
	(void)ops;
	(void)mem;
	(void)algorithm;
	return crypto_generichash(out, (size_t)out_len, (const unsigned char *)text, len, salt,
	                          crypto_pwhash_SALTBYTES);
}

#endif
