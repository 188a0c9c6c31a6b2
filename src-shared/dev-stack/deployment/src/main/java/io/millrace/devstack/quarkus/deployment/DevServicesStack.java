package io.millrace.devstack.quarkus.deployment;

import java.nio.file.Path;
import java.util.function.Supplier;

import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.SharedDevStack;
import io.quarkus.deployment.builditem.Startable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A stack as the platform starts and stops it. Its configuration is made at the start, not before: free ports are looked for when
 * they are needed. The platform does not close the dev services of a test run, so the end of this JVM does.
 */
final class DevServicesStack implements Startable {
    private static final Logger LOG = Logger.getLogger("io.millrace.devstack");
    private static final LineReceiver LOGGED = (process, line) -> LOG.debugf("%s | %s", process, line);

    private final Supplier<Joined> starter;
    private final Thread atExit = new Thread(this::leave, "dev-stack-close");
    private @Nullable Joined joined;

    private DevServicesStack(Supplier<Joined> starter) {
        this.starter = starter;
    }

    /** The one that all dev modes of this user share. */
    static DevServicesStack shared() {
        return new DevServicesStack(() -> {
            var stack = SharedDevStack.join(DevStackConfig.development(), DevServicesStack::report);
            var watch = BuildToolWatch.endsThisJvm();
            return new Joined(stack.config(), () -> {
                watch.cancel(false);
                stack.close();
            });
        });
    }

    /** One of its own, on free ports, that leaves nothing behind. */
    static DevServicesStack isolated(Path directory) {
        return new DevServicesStack(() -> {
            var stack = DevStack.start(DevStackConfig.ephemeral(directory), LOGGED);
            return new Joined(stack.config(), stack::close);
        });
    }

    @Override
    public synchronized void start() {
        joined = starter.get();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public String getConnectionInfo() {
        return bootstrapServers() + ", " + registryUrl();
    }

    @Override
    public @Nullable String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        try {
            // The hook must not keep this, and the class loader of an application that is gone, until the end of the JVM.
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            LOG.debug("The dev stack is closed by the end of this JVM");
        }
        leave();
    }

    private synchronized void leave() {
        if (joined != null) {
            joined.leave().run();
            joined = null;
        }
    }

    String bootstrapServers() {
        return config().bootstrapServers();
    }

    String registryUrl() {
        return config().registryUrl();
    }

    private synchronized DevStackConfig config() {
        if (joined == null) {
            throw new IllegalStateException("The dev stack is not started");
        }
        return joined.config();
    }

    private static void report(String process, String line) {
        if (process.equals(SharedDevStack.NAME)) {
            LOG.info(line);
        } else {
            LOGGED.line(process, line);
        }
    }

    private record Joined(DevStackConfig config, Runnable leave) {}
}
