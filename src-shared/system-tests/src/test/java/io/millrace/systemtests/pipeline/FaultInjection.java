package io.millrace.systemtests.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.millrace.bench.chaos.guard.RuleAgent;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.JavaCommand;
import org.jspecify.annotations.Nullable;

/** Switches the faults of one service from outside. */
final class FaultInjection implements AutoCloseable {
    private static final Duration HIT = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 500;

    private final Path switches;
    private final Path script;
    private final ServerSocket reports;

    /**
     * @param folder
     *            for the rules and the switches
     */
    FaultInjection(Path folder) {
        try {
            this.switches = Files.createDirectories(folder.toAbsolutePath());
            this.reports = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            this.script = Files.writeString(switches.resolve("faults.btm"), Arrays.stream(InjectedFault.values())
                    .map(fault -> fault.rule(switches, reports.getLocalPort())).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A suspended service; {@link #close()} resumes it. */
    record Held(Socket report) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            report.close();
        }
    }

    /** Brings the rules into a service, whose log then shows where each was set and when it was reached. */
    JavaCommand into(JavaCommand command) {
        return RuleAgent.into(command, script)
                .property("org.jboss.byteman.transform.all", true)
                .property("org.jboss.byteman.verbose", true);
    }

    /** Arms a fault that meets all streams. */
    void arm(InjectedFault fault) {
        create(fault.armed(switches, ""));
    }

    /** Arms a hold, for the next time that a stream reaches its position in the code. */
    void arm(InjectedFault hold, StreamName stream) {
        arm(hold, stream.value());
    }

    /** Arms a hold, for the next time that a table reaches its position in the code. */
    void arm(InjectedFault hold, String table) {
        create(hold.armed(switches, table));
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void disarm(InjectedFault fault) {
        try {
            Files.deleteIfExists(fault.armed(switches, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the service is suspended at the armed fault. */
    Held awaitHit(InjectedFault fault, ChildProcess service) {
        long deadline = System.nanoTime() + HIT.toNanos();
        try {
            reports.setSoTimeout(POLL_MILLIS);
            while (service.isAlive() && System.nanoTime() < deadline) {
                try {
                    return new Held(reports.accept());
                } catch (SocketTimeoutException notYet) {
                    // Looks whether the service still lives, then goes on waiting.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError(service.name() + (service.isAlive() ? "" : ", which has ended,")
                + " did not reach the position of the rule " + fault + " within " + HIT + ":\n" + fault.place()
                + "\nIf that method has another name now, mend " + InjectedFault.class.getName()
                + "; its log says which rules found their place:\n" + String.join("\n", service.lastLines()));
    }

    /** Waits until the service is suspended at the armed fault, or has ended: then null. */
    @Nullable
    Held awaitHitOrEnd(InjectedFault fault, ChildProcess service) {
        try {
            return awaitHit(fault, service);
        } catch (AssertionError notHit) {
            if (service.isAlive()) {
                throw notHit;
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        reports.close();
    }
}
