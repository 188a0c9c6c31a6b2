package io.millrace.table.internal.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Files of tables, in a folder or in a bucket. Thread-safe.
 *
 * <p>
 * In every storage a file appears under its name complete or not at all, of concurrent writers of a new name exactly one
 * succeeds, and a missing file is a {@link java.io.FileNotFoundException}, at the latest when it is first read.
 */
public interface TableStorage {
    /** The result of storing a new file. */
    sealed interface Put {
        /** The file was stored by this call. */
        record Created() implements Put {}

        /** Another writer stored a file of this name; this file was not stored. */
        record NameTaken() implements Put {}

        /**
         * The storage failed: the file may be stored or not, now or later.
         *
         * @param cause
         *            the failure of the storage
         */
        record Unconfirmed(IOException cause) implements Put {}

        /**
         * Returns when the file was stored by this call.
         *
         * @throws FileAlreadyExistsException
         *             when the name was taken
         * @throws IOException
         *             when the storage failed
         */
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

    /** Creates a folder and its parents; does nothing in a storage without folders. */
    void createFolders(String path) throws IOException;

    /** @return whether the file may have been there; a missing file is no failure */
    boolean delete(String path) throws IOException;

    /**
     * Identifies a file among all files that ever have this name: the same text as long as the file is not replaced.
     *
     * @throws java.io.FileNotFoundException
     *             when there is no such file
     */
    String identity(String path) throws IOException;

    /** Gives a file a second name, or copies it; does nothing when the second name is taken. */
    void copy(String source, String target) throws IOException;

    /** Atomic put-if-absent: of concurrent writers of one name in any process, exactly one succeeds. */
    Put putIfAbsent(String path, byte[] content);

    /** Stores a file, replacing an existing file. Only hints are ever replaced, never a part of the table. */
    void replace(String path, byte[] content) throws IOException;

    /** Opens a new file, which appears when it is closed; closing throws the exceptions of {@link Put#orThrow}. */
    AbortableStream create(String path) throws IOException;

    /**
     * Visits all files below a folder and its subfolders, in no order; none when there is no such folder. Includes the
     * temporary files that killed writers leave on a file system.
     */
    void walk(String folder, Consumer<FileInfo> sink) throws IOException;

    /** Deletes a folder and its subfolders as far as they are empty; does nothing in a storage without folders. */
    default void deleteFolders(String folder) throws IOException {}
}
