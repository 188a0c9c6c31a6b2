package io.millrace.ingest.admission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;

import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyParser;
import io.millrace.ingest.admission.format.RefusedBodyException;
import io.millrace.ingest.admission.plan.EventDraft;

/**
 * Validates a request against the contracts of its events. CPU-bound in the size of the body: not for the event loop,
 * except for one short event.
 */
public final class EventAdmission {
    private final RequestLimits limits;
    private final Clock clock;
    private final RuleFailureMeter meter;
    private final BodyParser parser;
    private final ThreadLocal<EventDraft> drafts = ThreadLocal.withInitial(EventDraft::new);

    /** Without anybody who counts failed rules. */
    public EventAdmission(RequestLimits limits, Clock clock) {
        this(limits, clock, (stream, rule, onFailure, events) -> {});
    }

    /**
     * @param meter
     *            counts the quality rules that events do not meet
     */
    public EventAdmission(RequestLimits limits, Clock clock, RuleFailureMeter meter) {
        this.limits = limits;
        this.clock = clock;
        this.meter = meter;
        this.parser = new BodyParser(limits.maxEventBytes());
    }

    /** Validates a whole request. */
    public AdmissionVerdict admit(AdmissionRequest request) {
        RequestValidation writing = validation(request);
        if (!parser.write(request, writing)) {
            return read(request, writing.again());
        }
        writing.rules().count(meter);
        return writing.verdict();
    }

    /** Validates a request by its writing plan alone; empty when it has to be read. */
    Optional<AdmissionVerdict> written(AdmissionRequest request) {
        RequestValidation writing = validation(request);
        return parser.write(request, writing) ? Optional.of(writing.verdict()) : Optional.empty();
    }

    /** Validates a request by reading each event before it is written. */
    AdmissionVerdict read(AdmissionRequest request) {
        return read(request, validation(request));
    }

    private RequestValidation validation(AdmissionRequest request) {
        return new RequestValidation(request, limits, clock.millis(), drafts.get());
    }

    private AdmissionVerdict read(AdmissionRequest request, RequestValidation reading) {
        try {
            parser.read(request, reading);
            reading.rules().count(meter);
            return reading.verdict();
        } catch (RefusedBodyException refused) {
            return new AdmissionVerdict.Refused(refused.refusal());
        } catch (IOException e) {
            throw new UncheckedIOException("A body in memory could not be read", e);
        }
    }
}
