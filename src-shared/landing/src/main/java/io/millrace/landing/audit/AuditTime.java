package io.millrace.landing.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** When batch-service last audited a share of a stream by key, as the table records it. */
public final class AuditTime {
    /** Prefix of the name under which the table stores when the last share ended, complete or not; the topic id follows. */
    public static final String PREFIX = "millrace-audit-share-time/";

    private AuditTime() {}

    /** The end of the last share of any topic of the stream; empty when none was audited. */
    public static Optional<Instant> last(Map<String, Long> marks) {
        return marks.entrySet().stream().filter(mark -> mark.getKey().startsWith(PREFIX)).map(Map.Entry::getValue)
                .max(Long::compare).map(Instant::ofEpochMilli);
    }
}
