package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.quarkus.runtime.StartupEvent;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

/** The lz4 compressor in a class loader that is not the one of the system, as in a packaged service. */
class NativeLz4Test {
    @Test
    void fastestCompressorIsTheNativeOneAfterTheStart() throws Exception {
        assertEquals("LZ4JNICompressor", compressor(AfterStart.class));
    }

    @Test
    void fastestCompressorIsJavaCodeWithoutTheStart() throws Exception {
        assertTrue(compressor(WithoutStart.class).startsWith("LZ4Java"), "the native library is loaded anyway");
    }

    /** Loads the native library as at the start of the service. */
    public static final class AfterStart implements Supplier<String> {
        @Override
        public String get() {
            new NativeLz4().start(new StartupEvent());
            return fastest();
        }
    }

    /** Does not load the native library. */
    public static final class WithoutStart implements Supplier<String> {
        @Override
        public String get() {
            return fastest();
        }
    }

    /** The choice that the Kafka client makes at the beginning of each batch. */
    private static String fastest() {
        return LZ4Factory.fastestInstance().fastCompressor().getClass().getSimpleName();
    }

    private static String compressor(Class<? extends Supplier<String>> probe) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Object loaded = loader.loadClass(probe.getName()).getConstructor().newInstance();
            return (String) ((Supplier<?>) loaded).get();
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
