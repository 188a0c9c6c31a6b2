package io.millrace.table.internal.log.kernel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import io.millrace.table.internal.storage.TableStorage;

/** Identifies commit files, to notice that the file of a version was replaced by another file of the same name. */
final class CommitIdentity {
    private final TableStorage io;
    private final String location;

    CommitIdentity(TableStorage io, String location) {
        this.io = io;
        this.location = location;
    }

    private String commitFile(long version) {
        return String.format(Locale.ROOT, "%s/_delta_log/%020d.json", location, version);
    }

    /** @throws FileNotFoundException when there is no such version */
    String of(long version) throws IOException {
        return io.identity(commitFile(version));
    }

    /** Empty when there is no such version. */
    Optional<String> find(long version) throws IOException {
        try {
            return Optional.of(of(version));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    void delete(long version) throws IOException {
        io.delete(commitFile(version));
    }
}
