package io.millrace.table.internal.storage;

import java.io.IOException;

/** The local storage, for tests to change one thing of it. */
public abstract class ChangedStorage extends ForwardingStorage {
    protected ChangedStorage() {
        super(new LocalStorage());
    }

    @Override
    protected <T> T around(Call<T> call) throws IOException {
        return call.run();
    }
}
