#include "flow.h"

const char *flow_state_name(enum flow_state state)
{
	switch (state) {
	case FLOW_ENROL: return "enrol";
	case FLOW_ENROL_WRITE: return "enrol-write";
	case FLOW_ENROL_PIN: return "enrol-pin";
	case FLOW_ENROL_KEY: return "enrol-key";
	case FLOW_LOCKED: return "locked";
	case FLOW_NO_ELECTION: return "no-election";
	case FLOW_NOT_OPEN: return "not-open";
	case FLOW_ADMIT: return "admit";
	case FLOW_ADMIT_ASK: return "admit-ask";
	case FLOW_START: return "start";
	case FLOW_BEGINNING: return "beginning";
	case FLOW_SETTINGS: return "settings";
	case FLOW_CODE: return "code";
	case FLOW_STYLE: return "style";
	case FLOW_HOW: return "how";
	case FLOW_PROJECTS: return "projects";
	case FLOW_PROJECT: return "project";
	case FLOW_FIND: return "find";
	case FLOW_FILTER: return "filter";
	case FLOW_WRITE: return "write";
	case FLOW_REVIEW: return "review";
	case FLOW_SEALING: return "sealing";
	case FLOW_SEALED: return "sealed";
	case FLOW_CHALLENGE_ASK: return "challenge-ask";
	case FLOW_CASTING: return "casting";
	case FLOW_CHALLENGING: return "challenging";
	case FLOW_THANKS: return "thanks";
	case FLOW_CHALLENGED: return "challenged";
	case FLOW_HELP: return "help";
	case FLOW_LEAVE_ASK: return "leave-ask";
	case FLOW_IDLE: return "idle";
	case FLOW_TROUBLE: return "trouble";
	case FLOW_PIN: return "pin";
	case FLOW_STAFF: return "staff";
	case FLOW_STAFF_OPEN: return "staff-open";
	case FLOW_STAFF_CLOSE: return "staff-close";
	case FLOW_STAFF_CLOSE2: return "staff-close2";
	case FLOW_STAFF_STATUS: return "staff-status";
	case FLOW_STAFF_PLACE: return "staff-place";
	case FLOW_STAFF_CLOCK: return "staff-clock";
	case FLOW_STAFF_SIZE: return "staff-size";
	case FLOW_STAFF_SCREEN: return "staff-screen";
	case FLOW_STAFF_TOUCH: return "staff-touch";
	case FLOW_STAFF_SOUND: return "staff-sound";
	case FLOW_STAFF_STICK: return "staff-stick";
	case FLOW_STAFF_READY: return "staff-ready";
	case FLOW_STAFF_PRACTICE: return "staff-practice";
	case FLOW_STAFF_REPORT: return "staff-report";
	case FLOW_STAFF_REOPEN: return "staff-reopen";
	case FLOW_STAFF_ERASE: return "staff-erase";
	case FLOW_STAFF_SECOND: return "staff-second";
	case FLOW_STAFF_CLEAN: return "staff-clean";
	case FLOW_STAFF_WORKING: return "staff-working";
	case FLOW_STAFF_DONE: return "staff-done";
	case FLOW_STATE_COUNT: break;
	}
	return "unknown";
}
