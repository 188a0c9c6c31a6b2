package io.millrace.batch.console;

/** Ends a request with a page that says what is wrong. Has no stack trace, because it is a response and not an error. */
final class ConsoleProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    /**
     * @param status
     *            of HTTP
     * @param title
     *            the heading
     * @param detail
     *            what is wrong, and what to do
     */
    ConsoleProblem(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    static ConsoleProblem badForm(String detail) {
        return new ConsoleProblem(400, "The form cannot be used", detail);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
