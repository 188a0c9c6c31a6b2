package io.millrace.systemtests;

import java.nio.file.Path;

import io.millrace.launcher.local.Checkout;

/** The checkout whose build is under test: the one around this module, or the one that {@code -Dmillrace.home} names. */
public final class Repository {
    /** The checkout. */
    public static final Checkout CHECKOUT = new Checkout(Path.of(System.getProperty(Checkout.PROPERTY, "../..")));

    private Repository() {}

    /** The checkout's top level. */
    public static Path directory() {
        return CHECKOUT.directory();
    }
}
