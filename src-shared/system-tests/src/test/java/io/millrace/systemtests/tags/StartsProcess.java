package io.millrace.systemtests.tags;

/** A test without the tag that it needs: {@link TestTagsTest} must find it. It is not run by any build. */
final class StartsProcess {
    private StartsProcess() {}

    static Process start() throws java.io.IOException {
        return new ProcessBuilder("true").start();
    }

    /** A test class that starts a process through another class. */
    static final class Untagged {
        private Untagged() {}

        static Process start() throws java.io.IOException {
            return StartsProcess.start();
        }
    }
}
