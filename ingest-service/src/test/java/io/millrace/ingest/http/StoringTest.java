package io.millrace.ingest.http;

import io.millrace.ingest.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Calls the service, and looks at what its topic of earthquakes holds then. */
abstract class StoringTest {
    final Caller caller = Caller.ofService();
    final TopicProbe kafka = new TopicProbe();
    /** How many records there were before the test. */
    long before;

    @BeforeEach
    void awaitService() throws Exception {
        Ready.await(caller, "/v1/streams/earthquake", "/v1/streams/order");
        before = kafka.end("earthquake");
    }

    @AfterEach
    void hangUp() {
        caller.close();
        kafka.close();
    }
}
