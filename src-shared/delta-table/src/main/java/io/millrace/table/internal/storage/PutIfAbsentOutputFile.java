package io.millrace.table.internal.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.CloseableIterator;

/** Kernel's way to write to our storage. */
record PutIfAbsentOutputFile(TableStorage storage, String path) implements OutputFile {
    @Override
    public AbortableStream create(boolean putIfAbsent) throws IOException {
        if (!putIfAbsent) {
            throw new UnsupportedOperationException("files of a table are never overwritten");
        }
        return storage.create(path);
    }

    /** @throws java.nio.file.FileAlreadyExistsException when the name is taken; Kernel takes that for a lost race */
    @Override
    public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
        StringBuilder text = new StringBuilder();
        try (lines) {
            while (lines.hasNext()) {
                text.append(lines.next()).append('\n');
            }
        }
        byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
        if (overwrite) {
            storage.replace(path, content);
        } else {
            storage.putIfAbsent(path, content).orThrow(path);
        }
    }
}
