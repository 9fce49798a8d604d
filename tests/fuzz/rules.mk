# Fuzzing: every tests/fuzz/fuzz_NAME.c is a target for libFuzzer, linked from an archive of all that lies below the screens, so
# that a target takes what it calls and nothing else. FAST=1: without sanitizers, for many cases. Needs clang.

FUZZ_B    := build/fuzz$(if $(FAST),/fast)
FUZZ_MODE := -g -D_GNU_SOURCE $(if $(FAST),-O2 -fsanitize=fuzzer-no-link,-O1 -fno-omit-frame-pointer -fno-sanitize-recover=all \
             -fsanitize=fuzzer-no-link$(comma)address$(comma)undefined)
FUZZ_SRC  := $(SRC_crypto) $(SRC_counting) $(SRC_decaf) $(SRC_model) $(SRC_box) $(SRC_count) \
             $(filter-out %/main.c,$(SRC_tools) $(wildcard kiosk/media/*.c kiosk/recorder/*.c kiosk/walls/channel.c kiosk/voice/speaker.c))
FUZZ_GEN  := catalogues phrases page_assets
FUZZ_OBJ  := $(FUZZ_SRC:%.c=$(FUZZ_B)/obj/%.o) $(FUZZ_GEN:%=$(FUZZ_B)/obj/gen/%.o)
FUZZ_BIN  := $(patsubst tests/fuzz/%.c,$(FUZZ_B)/%,$(wildcard tests/fuzz/fuzz_*.c))

$(FUZZ_B)/obj/%.o: %.c
	$(call say,FUZZ,$@)
	@mkdir -p $(@D)
	@clang -std=c11 -w $(FUZZ_MODE) $(INC_$(call floor_of,$<)) -MD -MP -c -o $@ $<

$(FUZZ_B)/obj/gen/%.o: build/obj/gen/%.o
	@mkdir -p $(@D)
	@clang -std=c11 -w $(FUZZ_MODE) $(INC_tools) -Ikiosk/model -c -o $@ $(<:.o=.c)

$(FUZZ_B)/all.a: $(FUZZ_OBJ)
	@rm -f $@
	@ar rcs $@ $^

$(FUZZ_B)/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h $(FUZZ_B)/all.a
	$(call say,FUZZ,$@)
	@clang $(WARN) $(FUZZ_MODE) -fsanitize=fuzzer $(INC_tools) $(INC_decaf) -Itests -Ikiosk/media -Ikiosk/recorder -Ikiosk/walls -Ikiosk/voice -Ikiosk/speech -Ikiosk -MD -MP -MF $@.d -o $@ $< $(FUZZ_B)/all.a \
		-Wl,--as-needed $(LIB_tools) -ldl

-include $(shell [ -d $(FUZZ_B) ] && find $(FUZZ_B) -name '*.d')

.PHONY: fuzz-targets fuzz fuzz-long fuzz-corpus
fuzz-targets: $(FUZZ_BIN)

fuzz: ## fuzz every parser for SECONDS=5 each, two at a time; FUZZ=name for one (needs clang)
	@image/setup build test
	@$(MAKE) --no-print-directory -j2 $(if $(FUZZ),$(FUZZ:%=$(FUZZ_B)/fuzz_%),fuzz-targets)
	@FOR='$(SECONDS)' CASES= tests/fuzz/run $(FUZZ_B) $(FUZZ)

fuzz-long: ## CASES=20000000 of each parser in the fastest build, then what was found under the sanitizers; FUZZ=name for one
	@image/setup build test
	@$(MAKE) --no-print-directory -j2 FAST=1 $(if $(FUZZ),$(FUZZ:%=build/fuzz/fast/fuzz_%),fuzz-targets)
	@$(MAKE) --no-print-directory -j2 $(if $(FUZZ),$(FUZZ:%=build/fuzz/fuzz_%),fuzz-targets)
	@CASES='$(or $(CASES),20000000)' tests/fuzz/run build/fuzz/fast $(FUZZ)
	@FOR= CASES=1 tests/fuzz/run build/fuzz $(FUZZ)

fuzz-corpus: ## take what fuzzing found into the kept corpus, the smallest set that reaches the same; FUZZ=name for one
	@$(MAKE) --no-print-directory -j2 $(if $(FUZZ),$(FUZZ:%=$(FUZZ_B)/fuzz_%),fuzz-targets)
	@KEEP=1 tests/fuzz/run $(FUZZ_B) $(FUZZ)
