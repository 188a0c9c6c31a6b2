package io.millrace.systemtests.debezium;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.Ports;
import io.millrace.launcher.demo.ProgressLog;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.Services;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;

/** The run: a snapshot, changes, a killed Debezium, a broker that is away, more changes. */
final class DebeziumRun {
    private static final int SNAPSHOT = 300;
    private static final int CHANGES = 400;
    private static final int COPIED = 150;
    private static final int SECRET_BYTES = 32;
    private static final Duration BROKER_AWAY = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long POLL_MS = 200;

    private final ProgressLog log;
    private final ProcessGroup processes;
    private final GatewayForDebezium receiver;
    private final OrdersDatabase postgres;
    private final DebeziumServer debezium;
    private final TableReader table;

    /**
     * Starts everything but Debezium.
     *
     * @param distribution
     *            an unpacked Debezium Server
     * @param data
     *            an empty folder, for this run alone
     */
    DebeziumRun(Checkout checkout, Path distribution, Path data, ProgressLog log, ProcessGroup processes) {
        this.log = log;
        this.processes = processes;
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = "whsec_" + Base64.getEncoder().encodeToString(random);
        this.receiver = new GatewayForDebezium(checkout, data, secret, processes);
        log.print("Millrace takes signed change events at " + receiver.sink());
        List<Integer> ports = Ports.free(2);
        Path logs = data.resolve("logs");
        this.postgres = processes
                .add(OrdersDatabase.start(data.resolve("postgres"), ports.get(0), logs.resolve("postgres.log")));
        log.print("PostgreSQL runs on port " + postgres.port());
        this.debezium = new DebeziumServer(distribution, data.resolve("debezium"), ports.get(1),
                logs.resolve("debezium.log"));
        debezium.configure(postgres.port(), receiver.sink(), secret);
        this.table = processes.add(EventTables.read(Services.tables(data).resolve(GatewayForDebezium.STREAM.value())));
    }

    /** Makes the changes, disturbs their delivery, and waits until the table has every change. */
    TableDifferences run(long seed) throws SQLException {
        try (Connection database = postgres.connect()) {
            OrderWorkload shop = new OrderWorkload(database, seed);
            shop.open(SNAPSHOT);
            ChildProcess first = start();
            await("the snapshot is in Kafka", receiver::records, SNAPSHOT, first);
            log.print("Debezium has delivered the snapshot of " + SNAPSHOT + " rows");
            workUntilItIsWrittenDown(shop);
            long known = shop.done().size();
            shop.work(CHANGES);
            await("changes are in Kafka that Debezium has not written down", receiver::records, known + CHANGES / 2,
                    first);
            first.kill();
            log.print("Killed Debezium after " + receiver.records() + " records for " + shop.done().size()
                    + " changes");
            shop.work(CHANGES);
            ChildProcess second = start();
            await("what was missed is in the table", this::rows, shop.done().size(), second);
            log.print("Debezium has caught up: " + receiver.records() + " records for " + shop.done().size()
                    + " changes");
            receiver.killBroker();
            shop.work(CHANGES);
            shop.copy(COPIED);
            pause(BROKER_AWAY);
            log.print("Killed the broker for " + BROKER_AWAY.toSeconds() + " s and made changes meanwhile");
            receiver.restartBroker();
            shop.work(CHANGES);
            await("every change is in the table", this::rows, shop.done().size(), second);
            return new TableDifferences(shop.done(), shop.rows(), landed(), receiver.records(), receiver.deadLetters());
        }
    }

    /** A Debezium that is killed before that reads the snapshot again and delivers no deletes in between. */
    private void workUntilItIsWrittenDown(OrderWorkload shop) throws SQLException {
        Optional<FileTime> before = debezium.offsetsWritten();
        Instant deadline = Instant.now().plus(PATIENCE);
        do {
            shop.work(1);
            pause(Duration.ofMillis(POLL_MS));
        } while (debezium.offsetsWritten().equals(before) && Instant.now().isBefore(deadline));
        log.print("Debezium has written down how far it has come");
    }

    private ChildProcess start() {
        ChildProcess process = processes.add(debezium.start());
        debezium.awaitReady(process);
        return process;
    }

    private long rows() {
        return table.status().map(s -> s.rows()).orElse(0L);
    }

    private List<DatabaseChange.Landed> landed() {
        List<DatabaseChange.Landed> landed = new ArrayList<>();
        table.rows(Long.MAX_VALUE, row -> landed.add(DatabaseChange.Landed.of(row)));
        return landed;
    }

    /** Waits for this number of changes; continues when they do not come in time, and the result names what is missing. */
    private void await(String what, LongSupplier count, long wanted, ChildProcess server) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (count.getAsLong() < wanted) {
            receiver.requireAlive();
            if (!server.isAlive()) {
                throw new LauncherException("Debezium ended with exit code " + server.exitCode().orElse(-1)
                        + " before " + what + ". Its last lines:\n" + String.join("\n", server.lastLines()));
            }
            if (Instant.now().isAfter(deadline)) {
                log.print("NOT within " + PATIENCE.toSeconds() + " s: " + what + " (" + count.getAsLong() + " of "
                        + wanted + ")");
                return;
            }
            pause(Duration.ofMillis(POLL_MS));
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while waiting", e);
        }
    }
}
