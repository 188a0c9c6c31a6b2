package io.millrace.batch.console;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The page to which a sign-in leads: the one that was asked for, if it is a page of the console, otherwise the overview. */
final class ReturnPath {
    private static final String OVERVIEW = "/console";
    private static final int LONGEST = 2_000;
    private static final Pattern PAGE = Pattern
            .compile(OVERVIEW + "(/streams/[A-Za-z0-9._%-]+(/[a-z]+)?)?(\\?[A-Za-z0-9._~%&=+:,/-]*)?");

    private ReturnPath() {}

    /**
     * The path and query of a page of the console.
     *
     * @param target
     *            what a browser sent; null when it sent none
     */
    static String of(@Nullable String target) {
        return target != null && target.length() <= LONGEST && PAGE.matcher(target).matches() ? target : OVERVIEW;
    }

    /**
     * The same for a whole address, of which the host is left out.
     *
     * @param address
     *            what a browser sent; null when it sent none
     */
    static String ofAddress(@Nullable String address) {
        try {
            URI uri = new URI(address == null ? "" : address);
            return of(uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery());
        } catch (URISyntaxException e) { // Then it is no page of the console either.
            return OVERVIEW;
        }
    }
}
