package io.millrace.table.internal.log.kernel;

import java.io.EOFException;
import java.io.IOException;

import io.millrace.table.internal.storage.AbortableStream;
import io.millrace.table.internal.storage.ForwardingStorage;
import io.millrace.table.internal.storage.TableStorage;

/** A storage of which files are only read, and which remembers whether it failed. Used by one thread. */
final class WatchedReads extends ForwardingStorage {
    private boolean failed;

    WatchedReads(TableStorage io) {
        super(io);
    }

    /** Whether a call failed, the reading of an opened file too. The end of a file is no failure. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    protected <T> T around(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (EOFException end) {
            throw end;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public void createFolders(String path) {
        throw readOnly();
    }

    @Override
    public boolean delete(String path) {
        throw readOnly();
    }

    @Override
    public void copy(String source, String target) {
        throw readOnly();
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        throw readOnly();
    }

    @Override
    public void replace(String path, byte[] content) {
        throw readOnly();
    }

    @Override
    public AbortableStream create(String path) {
        throw readOnly();
    }

    @Override
    public void deleteFolders(String folder) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("files are only read");
    }
}
