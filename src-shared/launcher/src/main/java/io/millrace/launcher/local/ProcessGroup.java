package io.millrace.launcher.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** Running processes, stopped in reverse order of their start: by {@link #close()}, or when this JVM ends. */
public final class ProcessGroup implements AutoCloseable {
    private final Deque<AutoCloseable> members = new ArrayDeque<>();
    private boolean closing;

    /** An empty processes that this JVM's end will close. */
    public static ProcessGroup tiedToThisJvm() {
        ProcessGroup processes = new ProcessGroup();
        Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "stop-all"));
        return processes;
    }

    private ProcessGroup() {}

    /** Adds what has been started. When the end has begun already, it is ended at once. */
    public synchronized <T extends AutoCloseable> T add(T member) {
        members.push(member);
        if (closing) {
            endAll();
        }
        return member;
    }

    /** Whether the end has begun. */
    public synchronized boolean isClosing() {
        return closing;
    }

    @Override
    public synchronized void close() {
        closing = true;
        endAll();
    }

    private void endAll() {
        while (!members.isEmpty()) {
            AutoCloseable member = members.pop();
            try {
                member.close();
            } catch (Exception e) {
                System.err.println("millrace: " + member + " did not end in good order: " + e);
            }
        }
    }
}
