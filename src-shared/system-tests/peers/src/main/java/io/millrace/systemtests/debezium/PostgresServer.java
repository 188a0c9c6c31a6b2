package io.millrace.systemtests.debezium;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The main class of the process that owns PostgreSQL: {@code PostgresServer <folder> <port>}. PostgreSQL ends with it. It
 * refuses to run as root; for root it is started in a user namespace of its own.
 */
public final class PostgresServer {
    private PostgresServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of(arguments[0]).toFile())
                .setDataDirectory(Path.of(arguments[0], "data")).setPort(Integer.parseInt(arguments[1]))
                .setServerConfig("wal_level", "logical").start();
        System.out.println(OrdersDatabase.READY + " on port " + server.getPort());
        System.out.flush();
        // Its shutdown hook ends PostgreSQL.
        new CountDownLatch(1).await();
    }
}
