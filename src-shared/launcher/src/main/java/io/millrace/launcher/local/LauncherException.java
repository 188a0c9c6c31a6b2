package io.millrace.launcher.local;

/** A command cannot continue; the message has the problem, its object and the remedy. */
public sealed class LauncherException extends RuntimeException permits WrongUseException {
    private static final long serialVersionUID = 1L;

    public LauncherException(String message) {
        super(message);
    }

    public LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
