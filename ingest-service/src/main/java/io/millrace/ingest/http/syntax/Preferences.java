package io.millrace.ingest.http.syntax;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.config.TimePrecision;
import org.jspecify.annotations.Nullable;

/**
 * The preferences of the caller (header {@code Prefer}, RFC 7240). Unknown preferences are ignored, as the RFC
 * requires; of two contradicting preferences the first applies.
 *
 * @param detail
 *            how much the answer should say
 * @param handling
 *            what should become of a request with invalid events
 * @param waitSeconds
 *            how long the caller would wait for Kafka, from 1 to {@value #MAX_WAIT_SECONDS}
 * @param timestamps
 *            what should become of times that are too precise for their field
 */
public record Preferences(
        @Nullable Detail detail,
        @Nullable Handling handling,
        @Nullable Integer waitSeconds,
        @Nullable TimePrecision timestamps) {
    /** By then the producer has given every event up. */
    private static final int MAX_WAIT_SECONDS = 10;
    private static final Preferences NONE = new Preferences(null, null, null, null);
    private static final Pattern WAIT = Pattern.compile("wait=([1-9][0-9]{0,8})");

    /** {@code return=}. */
    public enum Detail {
        /** Nothing: 204. */
        MINIMAL,
        /** Every event, however many there are. */
        REPRESENTATION;

        /** As callers write it. */
        public String text() {
            return "return=" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code handling=}. */
    public enum Handling {
        /** All or nothing. */
        STRICT,
        /** As many as can be. */
        LENIENT;

        /** As callers write it. */
        public String text() {
            return "handling=" + name().toLowerCase(Locale.ROOT);
        }
    }

    public static Preferences of(List<String> headers) {
        if (headers.isEmpty()) {
            return NONE;
        }
        Detail detail = null;
        Handling handling = null;
        Integer waitSeconds = null;
        TimePrecision timestamps = null;
        for (String preference : String.join(",", headers).split(",")) {
            String text = preference.split(";", 2)[0].replace("\"", "").replaceAll("\\s", "").toLowerCase(Locale.ROOT);
            switch (text) {
                case "return=minimal" -> detail = detail == null ? Detail.MINIMAL : detail;
                case "return=representation" -> detail = detail == null ? Detail.REPRESENTATION : detail;
                case "handling=strict" -> handling = handling == null ? Handling.STRICT : handling;
                case "handling=lenient" -> handling = handling == null ? Handling.LENIENT : handling;
                case "timestamps=exact" -> timestamps = timestamps == null ? TimePrecision.EXACT : timestamps;
                case "timestamps=truncate" -> timestamps = timestamps == null ? TimePrecision.TRUNCATE : timestamps;
                default -> {
                    Matcher wait = WAIT.matcher(text);
                    if (waitSeconds == null && wait.matches()) {
                        waitSeconds = Math.min(MAX_WAIT_SECONDS, Integer.parseInt(wait.group(1)));
                    }
                }
            }
        }
        return new Preferences(detail, handling, waitSeconds, timestamps);
    }

    /** How long to wait for Kafka, where nothing is asked for. */
    public Duration patience(Duration otherwise) {
        return waitSeconds == null ? otherwise : Duration.ofSeconds(waitSeconds);
    }

    /** The handling of invalid events, on a stream or a route with this policy. */
    public OnInvalid onInvalid(OnInvalid policy) {
        return switch (handling) {
            case STRICT -> OnInvalid.REJECT;
            case LENIENT -> policy == OnInvalid.REJECT ? OnInvalid.LEAVE_OUT : policy;
            case null -> policy;
        };
    }
}
