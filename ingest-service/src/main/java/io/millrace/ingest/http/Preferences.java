package io.millrace.ingest.http;

import java.util.List;
import java.util.Locale;

import io.millrace.ingest.admission.OnInvalid;
import org.jspecify.annotations.Nullable;

/**
 * What the caller asked for by {@code Prefer} (RFC 7240). What is not known there is passed over, as that RFC wants it; of
 * two contradicting preferences the first holds.
 *
 * @param detail
 *            how much the answer should say
 * @param handling
 *            what should become of a request with invalid events
 */
record Preferences(@Nullable Detail detail, @Nullable Handling handling) {
    /** {@code return=}. */
    enum Detail {
        /** Nothing: 204. */
        MINIMAL,
        /** Every event, however many there are. */
        REPRESENTATION
    }

    /** {@code handling=}. */
    enum Handling {
        /** All or nothing. */
        STRICT,
        /** As many as can be. */
        LENIENT
    }

    static Preferences of(List<String> headers) {
        Detail detail = null;
        Handling handling = null;
        for (String preference : String.join(",", headers).split(",")) {
            String text = preference.split(";", 2)[0].replace("\"", "").replaceAll("\\s", "").toLowerCase(Locale.ROOT);
            switch (text) {
                case "return=minimal" -> detail = detail == null ? Detail.MINIMAL : detail;
                case "return=representation" -> detail = detail == null ? Detail.REPRESENTATION : detail;
                case "handling=strict" -> handling = handling == null ? Handling.STRICT : handling;
                case "handling=lenient" -> handling = handling == null ? Handling.LENIENT : handling;
                default -> {
                    // Not known here.
                }
            }
        }
        return new Preferences(detail, handling);
    }

    /** What becomes of invalid events, on a stream or a route with this policy. */
    OnInvalid onInvalid(OnInvalid policy) {
        return switch (handling) {
            case STRICT -> OnInvalid.REJECT;
            case LENIENT -> policy == OnInvalid.REJECT ? OnInvalid.LEAVE_OUT : policy;
            case null -> policy;
        };
    }

    /** The value of {@code Preference-Applied}; empty when there is none. */
    String applied() {
        String first = detail == null ? "" : "return=" + detail.name().toLowerCase(Locale.ROOT);
        String second = handling == null ? "" : "handling=" + handling.name().toLowerCase(Locale.ROOT);
        return first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second;
    }
}
