package io.millrace.table.internal.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import java.util.function.Consumer;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.FileStatus;

/**
 * Where tables lie: Kernel's own view of storage, and what a table needs beyond it. Thread-safe.
 *
 * <p>
 * Whatever the storage: a file appears under its name complete or not at all, a name that is to be new is given to one
 * writer only, and a file that is missing is a {@link java.io.FileNotFoundException}, at the latest when it is first read.
 * {@link #listFrom} gives the files of one folder whose names are not below the given one, in ASCII order, and throws
 * {@link java.io.FileNotFoundException} when there is no such folder; {@link #delete} of what is not there is no failure.
 */
public interface TableStorage extends FileIO {
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
    void walk(String folder, Consumer<FileStatus> sink) throws IOException;

    /** Deletes a folder and those in it as far as they are empty, where there are folders. */
    default void deleteFolders(String folder) throws IOException {}

    @Override
    default OutputFile newOutputFile(String path) {
        return new PutIfAbsentOutputFile(this, path);
    }

    @Override
    default void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        try (var in = newInputFile(source, 0).newStream()) {
            byte[] content = in.readAllBytes();
            if (overwrite) {
                replace(target, content);
            } else {
                putIfAbsent(target, content).orThrow(target);
            }
        }
    }

    @Override
    default Optional<String> getConf(String key) {
        return Optional.empty();
    }
}
