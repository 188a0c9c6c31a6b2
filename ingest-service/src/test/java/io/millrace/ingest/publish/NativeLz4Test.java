package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NativeLz4Test {
    /** The Kafka client asks for the fastest whenever it begins a batch. */
    @Test
    void theFastestLz4IsTheNativeOne() {
        assertEquals("LZ4JNICompressor", LZ4Factory.fastestInstance().fastCompressor().getClass().getSimpleName());
    }
}
