package io.millrace.landing;

import java.util.Arrays;

/** Judges a thread that makes no progress. */
public final class HungThread {
    private static final String STORAGE = "io.millrace.table.internal.storage.";
    private static final String MEMORY = DecodedMemory.class.getName();

    private HungThread() {}

    /**
     * Whether what the thread waits for may still come: a storage that answers, or memory that another merge holds. Otherwise
     * only a restart of the process helps, as when it waits for a class that will never be loaded.
     */
    public static boolean mayGoOn(StackTraceElement[] stack) {
        return Arrays.stream(stack).map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith(STORAGE) || name.startsWith(MEMORY));
    }
}
