package io.millrace.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.millrace.bench.run.BenchFolders;
import io.millrace.devstack.s3.S3Server;
import io.millrace.table.S3Options;
import io.millrace.table.TableLocation;

/** Location of the table of a race while it runs. Closing deletes it. */
sealed interface RaceStorage extends AutoCloseable {
    /** The choices. */
    enum Storage {
        LOCAL, S3
    }

    static RaceStorage of(Storage storage) throws IOException {
        return switch (storage) {
            case LOCAL -> new Local(Files.createTempDirectory("millrace-race"));
            case S3 -> new Bucket(S3Server.start());
        };
    }

    /** The table into which events are merged; the others lie beside it, see {@link RaceTable}. */
    TableLocation table();

    /** System properties that a process needs to reach it. */
    Map<String, String> properties();

    @Override
    void close() throws IOException;

    /** A temporary folder. */
    record Local(Path folder) implements RaceStorage {
        @Override
        public TableLocation table() {
            return new TableLocation.Folder(folder.resolve("table"));
        }

        @Override
        public Map<String, String> properties() {
            return Map.of();
        }

        @Override
        public void close() throws IOException {
            BenchFolders.delete(folder);
        }
    }

    /** A bucket of an S3 server that runs for the race alone. */
    record Bucket(S3Server server) implements RaceStorage {
        @Override
        public TableLocation table() {
            return new TableLocation.S3Bucket(S3Server.BUCKET, "race/table",
                    new S3Options(Optional.of(server.endpoint()), Optional.empty(), true));
        }

        @Override
        public Map<String, String> properties() {
            return S3Server.credentials();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
