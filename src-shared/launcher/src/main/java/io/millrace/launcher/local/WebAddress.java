package io.millrace.launcher.local;

import java.net.URI;

/** Tells an address of HTTP from other text. */
public final class WebAddress {
    private static final int LAST_PORT = 65_535;

    private WebAddress() {}

    /** Whether it has the scheme http or https, a host and a port that exists; the port may be left out. */
    public static boolean is(URI address) {
        return ("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme()))
                && address.getHost() != null && address.getPort() != 0 && address.getPort() <= LAST_PORT;
    }
}
