package io.millrace.ingest.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.contracts.record.QuarantineHeaders;
import org.junit.jupiter.api.Test;

class RejectionReasonTest {
    @Test
    void everyReasonMayBeChosenWhenLettersAreListed() {
        assertEquals(QuarantineHeaders.REASONS,
                Stream.of(RejectionReason.values()).map(RejectionReason::code).collect(Collectors.toSet()));
    }
}
