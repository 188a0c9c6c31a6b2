package io.millrace.ingest.publish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

/**
 * Has batches compressed by the native library of lz4. The library takes its Java code instead, which costs several times
 * as much, where the JVM's own class loader did not load it, unless somebody asks for the native one first.
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
            LOG.infof("Batches are compressed by Java code, since the native library of lz4 cannot be loaded: %s", e);
        }
    }
}
