package io.millrace.systemtests.debezium;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import io.millrace.devstack.JavaCommand;

/**
 * A running PostgreSQL with logical decoding.
 *
 * @param process
 *            the process that owns it
 * @param port
 *            where it listens on 127.0.0.1
 */
record OrdersDatabase(ChildProcess process, int port) implements AutoCloseable {
    static final String READY = "PostgreSQL ready";
    static final String USER = "postgres";
    private static final Duration START = Duration.ofSeconds(90);

    /** Starts it in an empty folder and waits until it takes connections. */
    static OrdersDatabase start(Path folder, int port, Path log) {
        AtomicBoolean ready = new AtomicBoolean();
        JavaCommand command = JavaCommand
                .of(PostgresServer.class.getName(), System.getProperty("java.class.path")).small()
                .argument(folder.toString()).argument(String.valueOf(port));
        ChildProcess process = ChildProcess.start(ChildSpec.of("postgres", command, log).hiding("PG")
                .tellingTo(line -> ready.compareAndSet(false, line.startsWith(READY))));
        process.awaitReady(ready::get, START);
        return new OrdersDatabase(process, port);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, "");
    }

    @Override
    public void close() {
        process.close();
    }
}
