package io.millrace.bench.browser;

/** Keys that write no character, as WebDriver names them. */
public enum Key {
    /** To the next element. */
    TAB("\uE004"),
    /** Follows a link, or sends a form. */
    ENTER("\uE007"),
    /** Pushes a button. */
    SPACE(" "),
    /** Held while another key is pressed. */
    SHIFT("\uE008");

    private final String code;

    Key(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
