package io.millrace.devstack;

/** The stack, or a process of it, is not usable; the message names the thing, the reason and the way out. */
public final class DevStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DevStackException(String message) {
        super(message);
    }

    public DevStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
