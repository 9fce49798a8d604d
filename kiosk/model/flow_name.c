#include "flow.h"

const char *flow_state_name(enum flow_state state)
{
	switch (state) {
	case FLOW_LOCKED: return "locked";
	case FLOW_NO_ELECTION: return "no-election";
	case FLOW_NOT_OPEN: return "not-open";
	case FLOW_START: return "start";
	case FLOW_BEGINNING: return "beginning";
	case FLOW_SETTINGS: return "settings";
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
	case FLOW_STAFF_SIZE: return "staff-size";
	case FLOW_STAFF_SCREEN: return "staff-screen";
	case FLOW_STAFF_TOUCH: return "staff-touch";
	case FLOW_STAFF_SOUND: return "staff-sound";
	case FLOW_STAFF_CLEAN: return "staff-clean";
	case FLOW_STAFF_WORKING: return "staff-working";
	case FLOW_STAFF_DONE: return "staff-done";
	case FLOW_ENROL:
	case FLOW_ENROL_WRITE:
	case FLOW_ENROL_PIN:
	case FLOW_ENROL_KEY:
	case FLOW_ADMIT:
	case FLOW_ADMIT_ASK:
	case FLOW_CODE:
	case FLOW_STAFF_PLACE:
	case FLOW_STAFF_CLOCK:
	case FLOW_STAFF_STICK:
	case FLOW_STAFF_READY:
	case FLOW_STAFF_PRACTICE:
	case FLOW_STAFF_REPORT:
	case FLOW_STAFF_REOPEN:
	case FLOW_STAFF_ERASE:
	case FLOW_STAFF_SECOND:
	case FLOW_STATE_COUNT: break;
	}
	return "unknown";
}
