package io.millrace.bench.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.millrace.bench.chaos.fault.StorageLink;
import io.millrace.devstack.Ports;
import io.millrace.devstack.s3.S3Server;
import io.millrace.table.S3Options;
import io.millrace.table.TableLocation;

/** Where the tables are. */
sealed interface ChaosStorage extends AutoCloseable {
    /** The choices. */
    enum Kind {
        LOCAL, S3
    }

    /**
     * Opens one.
     *
     * @param folder
     *            of local tables
     */
    static ChaosStorage open(Kind kind, Path folder, SplittableRandom random) throws IOException {
        return switch (kind) {
            case LOCAL -> new Local(folder);
            case S3 -> Bucket.start(random);
        };
    }

    /** The folder of all tables, as the suite reaches it. */
    TableLocation root();

    /** The folder of all tables on this machine: its own, or that of the S3 server, which keeps an object as a file. */
    Path folder();

    /** The system properties with which a service reaches it. */
    Map<String, String> serviceProperties();

    /** The options with which a command of the launcher reaches it. */
    List<String> launcherOptions();

    /** The system properties that hold the credentials. */
    Map<String, String> credentials();

    /** The proxy between services and server. */
    Optional<StorageLink> link();

    @Override
    void close() throws IOException;

    /** A folder. */
    record Local(Path folder) implements ChaosStorage {
        @Override
        public TableLocation root() {
            return new TableLocation.Folder(folder);
        }

        @Override
        public Map<String, String> serviceProperties() {
            return Map.of("millrace.tables.root", folder.toString());
        }

        @Override
        public List<String> launcherOptions() {
            return List.of("--tables", folder.toString());
        }

        @Override
        public Map<String, String> credentials() {
            return Map.of();
        }

        @Override
        public Optional<StorageLink> link() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    /** A bucket of an S3 server. */
    record Bucket(S3Server server, StorageLink proxy, int linkPort) implements ChaosStorage {
        private static final String PREFIX = "chaos";

        private static Bucket start(SplittableRandom random) throws IOException {
            S3Server server = S3Server.start();
            // Where the default chain of the AWS SDK looks for them.
            S3Server.credentials().forEach(System::setProperty);
            int port = Ports.free();
            return new Bucket(server, new StorageLink(port, server.port(), random), port);
        }

        @Override
        public TableLocation root() {
            return new TableLocation.S3Bucket(S3Server.BUCKET, PREFIX,
                    new S3Options(Optional.of(server.endpoint()), Optional.empty(), true));
        }

        @Override
        public Path folder() {
            return server.objects().resolve(PREFIX);
        }

        @Override
        public Map<String, String> serviceProperties() {
            Map<String, String> properties = new TreeMap<>(credentials());
            properties.put("millrace.tables.root", root().toString());
            properties.put("millrace.s3.endpoint", S3Server.endpoint(linkPort).toString());
            properties.put("millrace.s3.path-style", "true");
            return properties;
        }

        @Override
        public List<String> launcherOptions() {
            return List.of("--tables", root().toString(), "--s3-endpoint", server.endpoint().toString());
        }

        @Override
        public Map<String, String> credentials() {
            return S3Server.credentials();
        }

        @Override
        public Optional<StorageLink> link() {
            return Optional.of(proxy);
        }

        @Override
        public void close() throws IOException {
            proxy.close();
            server.close();
        }
    }
}
