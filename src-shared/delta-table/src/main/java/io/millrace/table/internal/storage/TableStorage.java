package io.millrace.table.internal.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.function.Consumer;


/**
 * Files of tables, in a folder or in a bucket. Thread-safe.
 *
 * <p>
 * Whatever the storage: a file appears under its name complete or not at all, a name that is to be new is given to one
 * writer only, and a file that is missing is a {@link java.io.FileNotFoundException}, at the latest when it is first read.
 */
public interface TableStorage {
    /** What became of a file that was to be new. */
    sealed interface Put {
        /** It is there, by this very call. */
        record Created() implements Put {}

        /** Another writer has taken the name; nothing of this file is there. */
        record NameTaken() implements Put {}

        /**
         * It may be there or not, now or later.
         *
         * @param cause
         *            what the storage said
         */
        record Unconfirmed(IOException cause) implements Put {}

        /** Returns when the file is there by this call. */
        default void orThrow(String path) throws IOException {
            switch (this) {
                case Created stored -> {
                    return;
                }
                case NameTaken exists -> throw new FileAlreadyExistsException(path);
                case Unconfirmed unknown -> throw unknown.cause();
            }
        }
    }

    /**
     * The files of one folder whose names are not below that of the given path, in ASCII order of their names.
     *
     * @throws java.io.FileNotFoundException
     *             when there is no such folder
     */
    List<FileInfo> listFrom(String path) throws IOException;

    /** @throws java.io.FileNotFoundException when there is no such file */
    FileInfo info(String path) throws IOException;

    /**
     * A file to be read.
     *
     * @param size
     *            in bytes; 0 when not known
     */
    ReadableFile file(String path, long size);

    /** The path in the form in which {@link #listFrom} gives it. */
    String resolvePath(String path) throws IOException;

    /** Makes a folder and those above it, where there are folders. */
    void createFolders(String path) throws IOException;

    /** @return whether the file may have been there; a missing file is no failure */
    boolean delete(String path) throws IOException;

    /**
     * Tells a file from every other one that had this name before or will have it: the same as long as the file is there
     * untouched.
     *
     * @throws java.io.FileNotFoundException
     *             when there is no such file
     */
    String identity(String path) throws IOException;

    /** Gives a file a second name, or copies it; does nothing when that name is taken. */
    void copy(String source, String target) throws IOException;

    /** Stores a file unless its name is taken, by one writer only among any number in any number of processes. */
    Put putIfAbsent(String path, byte[] content);

    /** Stores a file, in the place of another one if need be. Only hints are ever replaced, never a part of the table. */
    void replace(String path, byte[] content) throws IOException;

    /** A file that appears when it is closed, unless its name is taken: closing throws what {@link Put#orThrow} does. */
    AbortableStream create(String path) throws IOException;

    /**
     * All files below a folder, however deep, in no order; none when there is no such folder. For vacuum: what a killed
     * writer left half-written on a file system is among them.
     */
    void walk(String folder, Consumer<FileInfo> sink) throws IOException;

    /** Deletes a folder and those in it as far as they are empty, where there are folders. */
    default void deleteFolders(String folder) throws IOException {}
}
