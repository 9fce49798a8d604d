# Folkmoot. `make help` lists what can be made. Everything made lies under build/.
#
# A folder is a floor: an include path, a link set and a list of what it may call. What reaches outside its floor does not build.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# SAN=1: AddressSanitizer and UndefinedBehaviorSanitizer. RELEASE=1: without voter scripts. Each in a folder of its own.
B := build$(if $(SAN),/san)$(if $(RELEASE),/release)$(if $(COVERAGE),/coverage)
V ?= 0
say = @$(if $(filter 1,$(V)),,printf '  %-5s %s\n' $(1) $(2);)

CC ?= cc
ifeq ($(origin CC),default)
CC := gcc
endif
WARN := -std=c11 -Wall -Wextra -Werror -Wshadow -Wvla -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef \
        -Wformat=2 -Wswitch-enum -Wpointer-arith -Wwrite-strings
HARD := -fPIE -fstack-protector-strong -fstack-clash-protection $(if $(filter x86_64%,$(shell $(CC) -dumpmachine 2>/dev/null)),-fcf-protection)
ifdef SAN
MODE := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
else ifdef COVERAGE
MODE := -O0 --coverage -fprofile-update=atomic
else
MODE := -O2 -D_FORTIFY_SOURCE=2
endif
CFLAGS += $(WARN) $(HARD) $(MODE) -g -D_GNU_SOURCE $(if $(RELEASE),-DFOLKMOOT_RELEASE) -ffile-prefix-map=$(CURDIR)=.
LDFLAGS += -pie -Wl,-z,relro,-z,now $(if $(COVERAGE),--coverage) $(if $(SAN),-fsanitize=address -fsanitize=undefined)

# --- floors: what each folder may include and link -----------------------------------------------------------------------------

comma := ,
comma := ,
pkg = $(shell pkg-config $(1) $(2) 2>/dev/null)
INC_crypto := -Icrypto
INC_decaf  := $(INC_crypto) -isystem /usr/include/decaf
INC_model  := $(INC_crypto) -Ikiosk/model
INC_box    := $(INC_model) -Ikiosk/box
INC_walls  := $(INC_crypto) -Ikiosk/walls
INC_speech := $(INC_walls) -Ikiosk/speech
INC_ui     := $(INC_model) $(INC_speech) -Ikiosk/ui $(call pkg,--cflags,sdl2 SDL2_ttf fribidi)
INC_preview := $(INC_ui) -Ikiosk/preview $(call pkg,--cflags,SDL2_image)
INC_supervisor := $(INC_walls) -Ikiosk -Ikiosk/supervisor
INC_media  := $(INC_walls) -Ikiosk -Ikiosk/media
INC_recorder := $(INC_box) -Ikiosk/walls -Ikiosk -Ikiosk/media -Ikiosk/recorder
INC_voice  := $(INC_model) $(INC_speech) -Ikiosk/voice $(call pkg,--cflags,sdl2)
# Of the recorder the screen sees the messages alone: it links nothing of it.
INC_kiosk  := $(INC_box) $(INC_speech) -Ikiosk/walls -Ikiosk/recorder -Ikiosk/voice -Ikiosk/ui -Ikiosk $(call pkg,--cflags,sdl2)
INC_count  := $(INC_model) -Itools/count
INC_tools  := $(INC_box) -Itools/count -Itools/publish -Itools $(call pkg,--cflags,sdl2 SDL2_image freetype2 pangocairo)

LIB_crypto := -lsodium
LIB_decaf  := -ldecaf
LIB_model  := -lsodium
LIB_box    := -lsodium -lsqlite3
LIB_walls  := -lseccomp
LIB_speech := -lespeak-ng $(LIB_walls)
LIB_ui     := -lsodium $(call pkg,--libs,sdl2 SDL2_ttf fribidi) -lqrencode -lm
LIB_preview := $(call pkg,--libs,SDL2_image) $(LIB_ui)
LIB_supervisor :=
LIB_media  := -lsodium $(LIB_walls)
LIB_recorder := $(LIB_box) $(LIB_walls)
LIB_voice  := $(LIB_model) $(call pkg,--libs,sdl2) -lsonic -lm $(LIB_walls)
LIB_kiosk  := $(LIB_ui) $(LIB_walls)
LIB_count  := -lsodium -lgmp
LIB_tools  := -lsodium -lsqlite3 -ljansson -lpthread -lgmp -lqrencode $(call pkg,--libs,SDL2_image sdl2 freetype2 pangocairo) $(LIB_decaf)

# What only the tools need of crypto/: mixing, decrypting, the trustees' ceremony. The kiosk does not link it, nor libdecaf.
COUNTING   := multiexp multiexp_sodium sealed_batch shuffle shuffle_% decryption decryption_% quorum ceremony ceremony_% words
SRC_decaf  := $(wildcard crypto/*_decaf.c)
SRC_counting := $(filter $(COUNTING:%=crypto/%.c),$(filter-out $(SRC_decaf),$(wildcard crypto/*.c)))
SRC_crypto := $(filter-out $(SRC_counting) $(SRC_decaf),$(wildcard crypto/*.c))
SRC_model  := $(wildcard kiosk/model/*.c)
SRC_box    := $(wildcard kiosk/box/*.c)
SRC_walls  := $(wildcard kiosk/walls/*.c)
SRC_speech := $(wildcard kiosk/speech/*.c)
SRC_ui     := $(wildcard kiosk/ui/*.c)
SRC_preview := $(wildcard kiosk/preview/*.c)
SRC_supervisor := $(wildcard kiosk/supervisor/*.c)
SRC_recorder := $(wildcard kiosk/recorder/*.c)
SRC_media  := $(wildcard kiosk/media/*.c)
SRC_voice  := $(wildcard kiosk/voice/*.c)
SRC_kiosk  := $(wildcard kiosk/*.c)
SRC_count  := $(wildcard tools/count/*.c)
SRC_tools  := $(wildcard tools/*.c tools/publish/*.c)
CATALOGUES := $(wildcard assets/messages/*.txt)
ICONS      := $(wildcard assets/icons/*.svg)
PHRASES    := $(wildcard assets/pages/*.txt)

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
OBJ_crypto := $(call obj,$(SRC_crypto))
OBJ_counting := $(call obj,$(SRC_counting)) $(call obj,$(SRC_decaf))
OBJ_model  := $(call obj,$(SRC_model)) $(B)/obj/gen/catalogues.o
OBJ_box    := $(call obj,$(SRC_box))
OBJ_walls  := $(call obj,$(SRC_walls))
OBJ_speech := $(call obj,$(SRC_speech))
OBJ_ui     := $(call obj,$(SRC_ui)) $(B)/obj/gen/icons.o
OBJ_preview := $(call obj,$(SRC_preview))
OBJ_supervisor := $(call obj,$(SRC_supervisor)) $(B)/obj/kiosk/options.o $(B)/obj/kiosk/walls/channel.o
OBJ_recorder := $(call obj,$(SRC_recorder)) $(B)/obj/kiosk/options.o
OBJ_media  := $(call obj,$(SRC_media)) $(B)/obj/kiosk/options.o
OBJ_voice  := $(call obj,$(SRC_voice))
OBJ_kiosk  := $(call obj,$(SRC_kiosk)) $(B)/obj/kiosk/recorder/link_message.o
OBJ_count  := $(call obj,$(SRC_count))
OBJ_tools  := $(call obj,$(SRC_tools)) $(B)/obj/gen/phrases.o $(B)/obj/gen/page_assets.o

# Each floor with all that stands below it: what a test of that floor, and the floor's own link check, may use.
SET_crypto := $(OBJ_crypto)
SET_model  := $(OBJ_model) $(SET_crypto)
SET_box    := $(OBJ_box) $(SET_model)
SET_walls  := $(OBJ_walls) $(B)/obj/crypto/status.o
SET_ui     := $(OBJ_ui) $(SET_model)
SET_preview := $(OBJ_preview) $(SET_ui)
SET_count  := $(OBJ_count) $(SET_model)
SET_tools  := $(filter-out $(B)/obj/tools/main.o,$(OBJ_tools)) $(OBJ_count) $(OBJ_counting) $(SET_box)
SET_recorder := $(OBJ_recorder) $(OBJ_walls) $(SET_box)
SET_media  := $(OBJ_media) $(OBJ_walls) $(SET_crypto)
SET_voice  := $(OBJ_voice) $(OBJ_walls) $(SET_model)
SET_speech := $(OBJ_speech) $(SET_walls)
SET_kiosk  := $(OBJ_kiosk) $(OBJ_walls) $(SET_ui)

floor_of = $(strip $(if $(filter crypto/%_decaf.c,$(1)),decaf,$(if $(filter crypto/%,$(1)),crypto,$(if $(filter kiosk/model/% gen/%,$(1)),model,$(if $(filter kiosk/box/%,$(1)),box,\
           $(if $(filter kiosk/ui/%,$(1)),ui,$(if $(filter kiosk/speech/%,$(1)),speech,$(if $(filter kiosk/preview/%,$(1)),preview,$(or $(strip $(foreach f,walls supervisor recorder media voice,$(if $(filter kiosk/$(f)/%,$(1)),$(f)))),$(if $(filter kiosk/%,$(1)),kiosk,$(if $(filter tools/count/%,$(1)),count,tools)))))))))))

PROGRAMS := $(B)/folkmoot $(B)/folkmoot-kiosk $(B)/folkmoot-recorder $(B)/folkmoot-screen $(if $(SRC_media),$(B)/folkmoot-media) \
            $(if $(SRC_voice),$(B)/folkmoot-voice) $(B)/folkmoot-speech $(B)/folkmoot-preview

.PHONY: all
all: $(PROGRAMS) $(B)/floors.ok ## build the programs into build/ (the default)

$(B)/folkmoot: $(OBJ_tools) $(OBJ_count) $(OBJ_counting) $(SET_box)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_tools)

# The kiosk: its supervisor, which people start, and the processes that it starts from the files beside its own.
$(B)/folkmoot-kiosk: $(OBJ_supervisor)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_supervisor)

$(B)/folkmoot-recorder: $(SET_recorder)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_recorder)

$(B)/folkmoot-screen: $(SET_kiosk)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_kiosk)

$(B)/folkmoot-media: $(SET_media)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_media)

$(B)/folkmoot-voice: $(SET_voice)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_voice)

# Every screen of an election as pictures on one page, for `folkmoot election preview`.
$(B)/folkmoot-preview: $(SET_preview)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_preview)

# The one program that links espeak-ng, which is under the GPL: the kiosk speaks to it through a socket.
$(B)/folkmoot-speech: $(SET_speech)
	$(call say,LINK,$@)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIB_speech)

# Compiling ends with a look at every header that was really read: see tests/floors.
$(B)/obj/%.o: %.c Makefile
	$(call say,CC,$<)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(INC_$(call floor_of,$<)) -MD -MP -c -o $@ $<
	@tests/floors headers $(call floor_of,$<) $< $(@:.o=.d)

$(B)/obj/gen/catalogues.o: $(CATALOGUES) assets/messages/embed Makefile
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	@sh assets/messages/embed $(CATALOGUES) >$(B)/obj/gen/catalogues.c
	@$(CC) $(CFLAGS) $(INC_model) -MD -MP -c -o $@ $(B)/obj/gen/catalogues.c

$(B)/obj/gen/icons.o: $(ICONS) assets/icons/embed kiosk/ui/icons.h Makefile
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	@sh assets/icons/embed $(ICONS) >$(B)/obj/gen/icons.c
	@$(CC) $(CFLAGS) $(INC_ui) -MD -MP -c -o $@ $(B)/obj/gen/icons.c

$(B)/obj/gen/phrases.o: $(PHRASES) assets/pages/embed Makefile
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	@sh assets/pages/embed $(PHRASES) >$(B)/obj/gen/phrases.c
	@$(CC) $(CFLAGS) $(INC_tools) -MD -MP -c -o $@ $(B)/obj/gen/phrases.c

$(B)/obj/gen/page_assets.o: assets/pages/page.css assets/pages/page.js assets/pages/embed_file Makefile
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	@sh assets/pages/embed_file site.h page_css assets/pages/page.css page_js assets/pages/page.js >$(B)/obj/gen/page_assets.c
	@$(CC) $(CFLAGS) $(INC_tools) -MD -MP -c -o $@ $(B)/obj/gen/page_assets.c

# Linking each floor alone, with its own libraries only, and (for the pure floors) against the list of what they may call.
$(B)/floors.ok: $(OBJ_crypto) $(OBJ_counting) $(OBJ_model) $(OBJ_box) $(OBJ_ui) $(OBJ_count) $(OBJ_kiosk) $(OBJ_speech) $(OBJ_preview) \
                $(OBJ_walls) $(OBJ_supervisor) $(OBJ_recorder) $(OBJ_media) $(OBJ_voice) tests/floors
	$(call say,FLOOR,"crypto model box ui speech count walls supervisor recorder screen")
	@$(if $(SAN),true,CC="$(CC)" tests/floors links crypto "$(LIB_crypto)" $(SET_crypto))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links crypto "$(LIB_crypto) $(LIB_decaf)" $(OBJ_counting) $(SET_crypto))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links model "$(LIB_model)" $(SET_model))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links count "$(LIB_count)" $(SET_count))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links box "$(LIB_box)" $(SET_box))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links walls "$(LIB_walls)" $(SET_walls))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links ui "$(LIB_ui)" $(SET_ui))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links preview "$(LIB_preview)" $(SET_preview))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links speech "$(LIB_speech)" $(SET_speech))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links voice "$(LIB_voice)" $(SET_voice))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links supervisor "$(LIB_supervisor)" $(OBJ_supervisor))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links recorder "$(LIB_recorder)" $(SET_recorder))
	@$(if $(SAN),true,CC="$(CC)" tests/floors links screen "$(LIB_kiosk)" $(SET_kiosk))
	@$(if $(SAN),true,tests/floors calls crypto $(OBJ_crypto) $(filter-out %_decaf.o,$(OBJ_counting)))
	@$(if $(SAN),true,tests/floors calls model $(OBJ_model))
	@$(if $(SAN),true,tests/floors calls count $(OBJ_count))
	@$(if $(SAN),true,tests/floors calls kiosk $(filter-out %/main.o,$(OBJ_kiosk)))
	@touch $@

-include $(shell [ -d $(B)/obj ] && find $(B)/obj -name '*.d')

# --- tests: a test in tests/FLOOR/ links that floor and those below it, nothing else -------------------------------------------

TEST_FLOORS := crypto model box ui tools count walls supervisor recorder media voice kiosk
TEST_SRC  := $(foreach f,$(TEST_FLOORS),$(wildcard tests/$(f)/test_*.c))
TEST_BIN  := $(patsubst tests/%.c,$(B)/tests/%,$(TEST_SRC))
TEST_SH   := $(sort $(wildcard tests/*/test_*.sh))
BENCH_BIN := $(patsubst tests/bench/%.c,$(B)/bench/%,$(wildcard tests/bench/bench_*.c))

# Tests of crypto/ see all of it, the part that the kiosk does not link included.
SETMORE_crypto := $(OBJ_counting)

# Tests of a process link all of it but its main; those of the screen, the recorder at the other end of its link too.
SETTEST_supervisor := $(filter-out $(B)/obj/kiosk/supervisor/main.o,$(OBJ_supervisor)) $(B)/obj/crypto/status.o
SETTEST_kiosk := $(filter-out $(B)/obj/kiosk/main.o $(B)/obj/kiosk/recorder/main.o,$(sort $(SET_kiosk) $(SET_recorder)))
SETTEST_recorder := $(filter-out $(B)/obj/kiosk/recorder/main.o,$(SET_recorder))
# Those of the media helper, the recorder that asks it.
SETTEST_media := $(filter-out $(B)/obj/kiosk/media/main.o $(B)/obj/kiosk/recorder/main.o,$(sort $(SET_media) $(SET_recorder)))
INCTEST_media := $(INC_recorder)
LIBTEST_media := $(LIB_recorder)
SETTEST_voice := $(filter-out $(B)/obj/kiosk/voice/main.o,$(SET_voice))
LIBTEST_kiosk := $(LIB_recorder) $(LIB_kiosk)
set_of = $(or $(SETTEST_$(1)),$(SET_$(1)))

# Tests draw the same random numbers each time: see there.
$(B)/tests/seeded.o: tests/seeded.c Makefile
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c -o $@ $<

define test_rule
$(B)/tests/$(1)/%: tests/$(1)/%.c $$(call set_of,$(1)) $$(SETMORE_$(1)) $(B)/tests/seeded.o Makefile
	$$(call say,TEST,$$@)
	@mkdir -p $$(@D)
	@$$(CC) $$(CFLAGS) $$(or $$(INCTEST_$(1)),$$(INC_$(1))) -Itests -MD -MP -MF $$@.d $$(LDFLAGS) -o $$@ $$< $(B)/tests/seeded.o $$(SETMORE_$(1)) $$(call set_of,$(1)) $$(or $$(LIBTEST_$(1)),$$(LIB_$(1))) $$(if $$(SETMORE_$(1)),$$(LIB_decaf)) -lcmocka -lsodium $$(if $$(filter ui,$(1)),-lpng)
endef
$(foreach f,$(TEST_FLOORS),$(eval $(call test_rule,$(f))))
-include $(wildcard $(B)/tests/*/*.d)

# Its allocations are counted, and made to fail.
$(B)/tests/box/test_memory: LDFLAGS += $(addprefix -Wl$(comma)--wrap=,malloc calloc realloc aligned_alloc opendir sodium_malloc crypto_pwhash)
$(B)/tests/count/test_memory: LDFLAGS += $(addprefix -Wl$(comma)--wrap=,malloc calloc realloc)
# A PIN takes no time in these.
$(addprefix $(B)/tests/box/,test_crash_files test_calls test_killed): LDFLAGS += -Wl,--wrap=crypto_pwhash

SET_screens := $(filter-out $(B)/obj/kiosk/main.o,$(SET_kiosk))
OBJ_tour := $(B)/obj/kiosk/preview/tour.o
$(B)/bench/bench_screen: tests/bench/bench_screen.c $(SET_screens) Makefile
	$(call say,BENCH,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(INC_kiosk) $(LDFLAGS) -o $@ $< $(SET_screens) $(LIB_kiosk)

$(B)/bench/%: tests/bench/%.c $(SET_tools) Makefile
	$(call say,BENCH,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(INC_tools) -Itests $(LDFLAGS) -o $@ $< $(SET_tools) $(LIB_tools)

$(B)/matrix/%: tests/matrix/%.c $(wildcard tests/matrix/*.h) tests/ui/ways.h tests/ui/png.h $(OBJ_tour) $(SET_screens) Makefile
	$(call say,TEST,$@)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(INC_kiosk) -Ikiosk/preview -Itests $(LDFLAGS) -o $@ $< $(OBJ_tour) $(SET_screens) $(LIB_kiosk) -lpng

.PHONY: build-tests run-tests test check-san test-long
build-tests: all $(TEST_BIN)

run-tests: build-tests
	@B=$(B) tests/run $(TEST_BIN) $(TEST_SH)

test: ## install what is needed and run every test
	@image/setup build run demo test
	@$(MAKE) --no-print-directory -j2 build-tests
	@$(MAKE) --no-print-directory run-tests

check-san: ## the same tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@image/setup build run demo test
	@$(MAKE) --no-print-directory SAN=1 -j2 build-tests
	@$(MAKE) --no-print-directory SAN=1 run-tests

.PHONY: test-pabulib
test-pabulib: ## every rule against the outcomes of the field's own tools; PABULIB=DIR for other files than ../shared/pabulib
	@image/setup build run demo test
	@$(MAKE) --no-print-directory -j2 $(B)/tests/tools/test_outcomes
	@PABULIB="$(PABULIB)" $(B)/tests/tools/test_outcomes

test-long: all build-tests ## what takes longer: kill -9 and damaged exports at full length, every real city file
	@B=$(B) LONG=1 tests/run $(TEST_BIN) $(TEST_SH)

.PHONY: test-site
test-site: ## results sites in a real browser: three widths, print, axe, look-up, sorting (chromium, nodejs, npm)
	@image/setup build run demo test
	@for program in chromium node npm; do command -v $$program >/dev/null || image/setup site || break; done
	@$(MAKE) --no-print-directory -j2 all
	@B=$(B) tests/run tests/site/browser.sh

.PHONY: matrix
matrix: ## every screen in every language and theme, and four whole votes, as one page of pictures
	@image/setup build run demo test
	@$(MAKE) --no-print-directory -j2 all $(B)/matrix/sheet $(B)/matrix/strip
	@B=$(B) tests/matrix/run

# --- using it ------------------------------------------------------------------------------------------------------------------

.PHONY: demo run bench bench-peers accuracy soak format clean help
demo: ## a whole vote from first key to result, unattended; ELECTION=FILE.pb replays a real city
	@image/setup build run demo
	@$(MAKE) --no-print-directory -j2 all
	@B=$(B) tests/demo/demo $(ELECTION)

run: ## open an example vote in a window, to try it by hand (PIN 1234); EXAMPLE=everything, or FILE.json, for another
	@image/setup build run
	@$(MAKE) --no-print-directory -j2 all
	@B=$(B) EXAMPLE='$(EXAMPLE)' tests/demo/run

bench: ## measure, with ratios against raw operations timed in the same run; BALLOTS=1000 for a shorter count
	@image/setup build run demo test
	@$(MAKE) --no-print-directory -j2 all $(BENCH_BIN)
	@B=$(B) tests/bench/run

accuracy: ## 200,000 ballots of 50 projects through boxes, exports, mixes, trustees and count, every mark compared; BALLOTS=2000
	@image/setup build run demo test
	@$(MAKE) --no-print-directory -j2 $(B)/folkmoot
	@B=$(B) tests/accuracy/run

soak: ## 12 simulated hours of 360 voters each through the screens: nothing may grow; REAL=1: half an hour in real time
	@image/setup build run demo test
	@$(MAKE) --no-print-directory -j2 all
	@B=$(B) REAL=$(REAL) tests/soak/run

bench-peers: ## the same beside Belenios, where it is installed (apt-get install belenios-tool)
	@image/setup build
	@$(MAKE) --no-print-directory -j2 $(B)/bench/bench_count
	@B=$(B) tests/bench/peers

include tests/fuzz/rules.mk # fuzz, fuzz-long, fuzz-corpus
include tests/analyse/rules.mk # analyse, ci, coverage

.PHONY: guides deb
guides: ## the guides as pages to read and print, one A4 page for each role: build/guides
	@image/setup guides
	@assets/guides/make $(B)/guides
	@echo "The guides are in $(B)/guides: open $(B)/guides/index.html"

deb: ## the tools as a Debian package, so that anybody can audit on a computer of their own
	@image/setup build run guides deb
	@$(MAKE) --no-print-directory -j2 all
	@$(MAKE) --no-print-directory guides >/dev/null
	@image/deb $(B) $(B)

format: ## bring all sources into the one form (.clang-format)
	@image/setup dev
	@clang-format -i $$(git ls-files '*.c' '*.h')

clean: ## remove build/
	@rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile tests/fuzz/rules.mk tests/analyse/rules.mk
