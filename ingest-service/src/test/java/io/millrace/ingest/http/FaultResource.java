package io.millrace.ingest.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A place in the service under test that always fails, as only a fault of the program does. */
@Path("/fault")
public class FaultResource {
    @GET
    public String fail() {
        throw new IllegalStateException("a fault on purpose");
    }
}
