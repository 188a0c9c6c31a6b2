package io.millrace.batch.console;

import java.util.List;

import io.millrace.landing.letters.LetterState;

/**
 * The page of the letters of a stream.
 *
 * @param stream
 *            the stream
 * @param visitor
 *            who looks
 * @param mayWrite
 *            whether the visitor may redrive and park
 * @param choice
 *            which letters are shown
 * @param actionState
 *            the state of all letters that are shown, if they can be redriven in it; otherwise empty
 * @param letters
 *            the letters, newest first
 * @param nextQuery
 *            the query of the next page; empty on the last
 * @param outcomes
 *            what a redrive would do now; empty without a dry run
 * @param patch
 *            the patch of the dry run; may be empty
 * @param back
 *            the page to go back to from the dry run, below the stream: of the letter, or of the letters
 * @param redrives
 *            the redrives of the stream that this process knows, newest first
 * @param message
 *            what was done or refused; may be empty
 */
record LettersPage(String stream, Visitor visitor, boolean mayWrite, Choice choice, String actionState,
        List<LetterView> letters,
        String nextQuery, List<Outcome> outcomes, String patch, String back,
        List<RedriveView> redrives, String message) {
    /** Which letters are shown; each may be empty. */
    record Choice(String id, String state, String reason, String rule) {
        /** The same in words. */
        public String words() {
            StringBuilder words = new StringBuilder(state.isEmpty() ? "All letters" : "Letters that are " + state);
            if (!id.isEmpty()) {
                words.append(", letter ").append(id);
            }
            if (!reason.isEmpty()) {
                words.append(", reason ").append(reason);
            }
            if (!rule.isEmpty()) {
                words.append(", rule ").append(rule);
            }
            return words.toString();
        }
    }

    /** A line of a dry run. */
    record Outcome(String reason, String outcome, long letters, String meaning) {}

    /** A redrive. */
    record RedriveView(String id, String state, long redriven, String startedBy, String startedAt, String failure) {}

    /** Whether all letters that are shown can be parked. */
    public boolean isParkable() {
        return actionState.equals(LetterState.OPEN.code());
    }

    /** Whether a dry run is shown. */
    public boolean isPreview() {
        return !outcomes.isEmpty();
    }
}
