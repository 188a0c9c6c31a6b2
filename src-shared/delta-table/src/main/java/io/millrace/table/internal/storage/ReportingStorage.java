package io.millrace.table.internal.storage;

import java.io.IOException;
import java.util.function.Consumer;

/** A storage that reports each call that has ended, and each file that a walk has found. Reports in the thread of the call. */
public final class ReportingStorage extends ForwardingStorage {
    private final Runnable onProgress;

    /**
     * @param io
     *            takes the calls
     * @param onProgress
     *            called after each of them; must not throw
     */
    public ReportingStorage(TableStorage io, Runnable onProgress) {
        super(io);
        this.onProgress = onProgress;
    }

    @Override
    protected <T> T around(Call<T> call) throws IOException {
        try {
            return call.run();
        } finally {
            onProgress.run();
        }
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        super.walk(folder, file -> {
            onProgress.run();
            sink.accept(file);
        });
    }
}
