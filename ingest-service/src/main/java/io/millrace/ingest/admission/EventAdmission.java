package io.millrace.ingest.admission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyParser;
import io.millrace.ingest.admission.format.RefusedBodyException;

/**
 * Validates a request against the contracts of its events. CPU-bound in the size of the body: not for the event loop,
 * except for one short event.
 */
public final class EventAdmission {
    private final RequestLimits limits;
    private final Clock clock;
    private final BodyParser parser;

    public EventAdmission(RequestLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.parser = new BodyParser(limits.maxEventBytes());
    }

    /** Validates a whole request. */
    public AdmissionVerdict admit(AdmissionRequest request) {
        RequestValidation reading = new RequestValidation(request, limits, clock.millis());
        try {
            parser.read(request, reading);
            return reading.verdict();
        } catch (RefusedBodyException refused) {
            return new AdmissionVerdict.Refused(refused.refusal());
        } catch (IOException e) {
            throw new UncheckedIOException("A body in memory could not be read", e);
        }
    }
}
