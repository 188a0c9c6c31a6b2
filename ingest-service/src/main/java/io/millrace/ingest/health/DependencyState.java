package io.millrace.ingest.health;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the last request to a dependency ended.
 *
 * @param error
 *            why it failed, in one line of limited length, without a user or password of an address; empty when it did not fail
 */
record DependencyState(Optional<String> error) {
    private static final int LONGEST = 300;
    /** What is between the scheme and the host of an address. */
    private static final Pattern USER = Pattern.compile("//[^/\\s]*@");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

    static final DependencyState UP = new DependencyState(Optional.empty());
    static final DependencyState NOT_ASKED = new DependencyState(Optional.of("not asked yet"));

    static DependencyState down(String reason) {
        String line = CONTROL.matcher(USER.matcher(reason).replaceAll("//")).replaceAll(" ").strip();
        return new DependencyState(Optional.of(line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST - 1) + "…"));
    }

    boolean isUp() {
        return error.isEmpty();
    }
}
