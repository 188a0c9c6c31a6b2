package io.millrace.devstack;

import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A running Kafka broker and Apicurio Registry. Both are children of this JVM: they end with {@link #close()}, and within seconds
 * after this JVM when it ends without it.
 */
public final class DevStack implements AutoCloseable {
    private final DevStackConfig config;
    private final LineReceiver lines;
    private @Nullable RunningBroker broker;
    private @Nullable RunningRegistry registry;
    private boolean closed;

    private DevStack(DevStackConfig config, LineReceiver lines) {
        this.config = config;
        this.lines = lines;
    }

    /** Starts both and returns when both serve clients. */
    public static DevStack start(DevStackConfig config) {
        return start(config, LineReceiver.NONE);
    }

    /**
     * Starts both and returns when both serve clients.
     *
     * @throws DevStackException when a port is taken or a process does not come up; nothing is left running then
     */
    public static DevStack start(DevStackConfig config, LineReceiver lines) {
        config.requireFreePorts();
        var stack = new DevStack(config, lines);
        try {
            var startingBroker = stack.launchBroker();
            var startingRegistry = stack.launchRegistry();
            startingBroker.awaitReady(lines);
            startingRegistry.awaitReady(lines);
            return stack;
        } catch (RuntimeException e) {
            stack.stopProcesses();
            throw e;
        }
    }

    public DevStackConfig config() {
        return config;
    }

    /** The value for {@code kafka.bootstrap.servers}. */
    public String bootstrapServers() {
        return config.bootstrapServers();
    }

    /** The root of the registry's v3 API. */
    public String registryUrl() {
        return config.registryUrl();
    }

    /** The broker's present process, dead or alive. */
    public synchronized ChildProcess broker() {
        return started(broker).process();
    }

    /** The registry's present process, dead or alive. */
    public synchronized ChildProcess registry() {
        return started(registry).process();
    }

    /** Stops the broker if it lives, starts it on the same data, and returns when it serves clients. */
    public void restartBroker() {
        broker().close();
        launchBroker().awaitReady(lines);
    }

    /** Stops the registry if it lives, starts it on the same data, and returns when it serves clients. */
    public void restartRegistry() {
        registry().close();
        launchRegistry().awaitReady(lines);
    }

    /** Ends both processes and returns when they are dead; deletes the data of an ephemeral stack. */
    @Override
    public void close() {
        stopProcesses();
        if (config.deletesData()) {
            DataDirectory.delete(config.dataDir());
        }
    }

    private synchronized void stopProcesses() {
        closed = true;
        var processes = Stream.of(Optional.ofNullable(registry).map(RunningRegistry::process),
                Optional.ofNullable(broker).map(RunningBroker::process)).flatMap(Optional::stream).toList();
        processes.forEach(ChildProcess::terminate);
        processes.forEach(ChildProcess::close);
    }

    private synchronized RunningBroker launchBroker() {
        requireOpen();
        var launched = RunningBroker.start(config.home(), config.broker(), config.logs().resolve("kafka.log"),
                line -> lines.line("kafka", line));
        broker = launched;
        return launched;
    }

    private synchronized RunningRegistry launchRegistry() {
        requireOpen();
        var launched = RunningRegistry.start(config.home(), config.registry(), config.logs().resolve("registry.log"),
                line -> lines.line("registry", line));
        registry = launched;
        return launched;
    }

    private void requireOpen() {
        if (closed) {
            throw new DevStackException("The dev stack has ended, so nothing of it is started again.");
        }
    }

    private static <T> T started(@Nullable T process) {
        if (process == null) {
            throw new IllegalStateException("The dev stack has not been started");
        }
        return process;
    }
}
