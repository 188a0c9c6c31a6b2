package io.millrace.devstack.quarkus.deployment;

import java.util.concurrent.CompletableFuture;

import org.jboss.logging.Logger;

/**
 * Ends a dev mode whose build tool was killed. The platform leaves its JVM running then, with the service's port and the stack in
 * its hands and no terminal to stop it from.
 */
final class BuildToolWatch {
    private static final Logger LOG = Logger.getLogger(BuildToolWatch.class);

    private BuildToolWatch() {}

    /** Watches from now on; cancel what is returned to stop that. */
    static CompletableFuture<?> endsThisJvm() {
        var death = ProcessHandle.current().parent().map(ProcessHandle::onExit).orElseGet(CompletableFuture::new);
        // Not on the completing thread: it is the one that has to notice the end of the stack's processes.
        return death.thenRunAsync(() -> {
            LOG.warn("The process that started this dev mode is gone: exiting.");
            System.exit(1);
        });
    }
}
