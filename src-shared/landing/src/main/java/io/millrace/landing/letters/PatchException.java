package io.millrace.landing.letters;

/** A JSON value does not fit a field of the contract. */
final class PatchException extends Exception {
    private static final long serialVersionUID = 1L;

    PatchException(String pointer, String problem) {
        super((pointer.isEmpty() ? "the event" : pointer) + " " + problem);
    }
}
