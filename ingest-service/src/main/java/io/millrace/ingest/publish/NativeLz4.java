package io.millrace.ingest.publish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

/**
 * Loads the native lz4 library for the compression of batches. Without this, lz4-java uses its Java implementation,
 * which needs several times the CPU, when it was not loaded by the JVM's system class loader.
 */
@ApplicationScoped
class NativeLz4 {
    private static final Logger LOG = Logger.getLogger(NativeLz4.class);

    void start(@Observes StartupEvent event) {
        if (ImageMode.current() != ImageMode.JVM) {
            return; // the native image has the Java code compiled, and no library
        }
        try {
            LOG.debugf("Batches are compressed by %s", LZ4Factory.nativeInstance());
        } catch (LinkageError | AssertionError e) {
            LOG.infof("Batches are compressed by Java code, because the native lz4 library cannot be loaded: %s", e);
        }
    }
}
