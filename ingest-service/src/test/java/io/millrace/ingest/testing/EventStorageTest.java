package io.millrace.ingest.testing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Calls the service, and looks at what its topic of earthquakes holds then. */
public abstract class EventStorageTest {
    public final ServiceClient caller = ServiceClient.ofService();
    public final TopicProbe kafka = new TopicProbe();
    /** How many records there were before the test. */
    public long before;

    @BeforeEach
    public void awaitService() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake", "/v1/streams/order");
        before = kafka.end("earthquake");
    }

    @AfterEach
    public void hangUp() {
        caller.close();
        kafka.close();
    }
}
