package io.millrace.table.internal.storage;

import java.io.IOException;

/** A file to be read. A missing file is a {@link java.io.FileNotFoundException}, at the latest when it is first read. */
public interface ReadableFile {
    /** Absolute, as the storage names it. */
    String path();

    /** In bytes. */
    long length() throws IOException;

    /** Starts at the first byte. */
    SeekableInput open() throws IOException;
}
