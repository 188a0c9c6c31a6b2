package io.millrace.launcher.local;

/** A command cannot go on; the message says what happened, to which thing, and what to do. */
public final class LauncherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LauncherException(String message) {
        super(message);
    }

    public LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
