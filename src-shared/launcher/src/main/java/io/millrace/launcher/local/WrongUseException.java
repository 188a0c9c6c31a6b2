package io.millrace.launcher.local;

/** An option or a parameter has a value that the command cannot use: exit code 2, as for an unknown option. */
public final class WrongUseException extends LauncherException {
    private static final long serialVersionUID = 1L;

    public WrongUseException(String message) {
        super(message);
    }

    public WrongUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
