package io.millrace.ingest.admission;

import java.util.HexFormat;
import java.util.stream.Collectors;

import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.publish.OutgoingRecord;
import io.millrace.ingest.publish.QuarantinedEvent;

/** Everything that a verdict says, the bytes included, as text to compare. */
final class VerdictText {
    private VerdictText() {}

    static String of(AdmissionVerdict verdict) {
        return switch (verdict) {
            case AdmissionVerdict.Refused refused -> refused.toString();
            case AdmissionVerdict.Admitted admitted -> admitted.events() + "\n"
                    + admitted.outgoing().stream().map(VerdictText::of).collect(Collectors.joining("\n"));
        };
    }

    private static String of(OutgoingRecord outgoing) {
        return switch (outgoing) {
            case EncodedEvent event ->
                event.topic() + " " + event.pk() + " " + event.eventId() + " " + event.headers() + " "
                        + HexFormat.of().formatHex(event.value());
            case QuarantinedEvent letter -> letter.topic() + " " + letter.eventId() + " " + letter.code() + " "
                    + letter.pointer() + " " + letter.detail() + " " + letter.contract() + " "
                    + HexFormat.of().formatHex(letter.original());
        };
    }
}
