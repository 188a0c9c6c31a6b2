package io.millrace.batch.console;

import java.util.List;

import io.millrace.contracts.registry.VersionChanges;

/**
 * The page of a stream.
 *
 * @param visitor
 *            who looks
 * @param at
 *            the time of the observation, in words
 * @param mayRead
 *            whether the visitor may see letters and receipts
 * @param row
 *            its condition and rates
 * @param chart
 *            the age of the oldest waiting record
 * @param commits
 *            the newest commits, newest first
 * @param causes
 *            its dead letters by cause
 * @param rules
 *            its quality rules
 * @param books
 *            its books, a line for each term; empty before the first observation
 * @param difference
 *            offsets that the books do not explain
 * @param audited
 *            when the last share of the audit by key ended, in words
 * @param findings
 *            open findings of the audit by key
 * @param versions
 *            the versions of its contract, newest first
 * @param example
 *            commands that store an event
 */
record StreamPage(Visitor visitor, String at, boolean mayRead, StreamRow row, AgeChart chart, List<CommitView> commits,
        List<CauseView> causes, List<RuleView> rules, List<Term> books, long difference, String audited,
        List<String> findings,
        List<VersionChanges> versions, String example) {
    /** Whether the numbers of the last observation are shown: none are when it failed. */
    public boolean isKnown() {
        return !books.isEmpty();
    }

    /** A commit: its version, its age, the writer and the number of files that it added. */
    record CommitView(long version, String age, String writer, int files) {}

    /** A cause of dead letters. The query chooses its letters. */
    record CauseView(String state, String reason, String rule, String letters, String lastSeen, String query) {}

    /** A quality rule and the number of its letters; a dash for a rule that writes none. */
    record RuleView(String name, String expression, String mode, String onFailure, String letters) {}

    /** A term of the books. */
    record Term(String name, String offsets) {}
}
