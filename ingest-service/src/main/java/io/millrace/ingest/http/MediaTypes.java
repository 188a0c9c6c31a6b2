package io.millrace.ingest.http;

import java.util.List;
import java.util.Locale;

import io.millrace.ingest.admission.BodyFormat;
import org.jspecify.annotations.Nullable;

/** Which media types stand for which format. */
final class MediaTypes {
    /** What events may be sent as. */
    static final List<String> ACCEPTED = List.of("application/json", "application/x-ndjson");

    private MediaTypes() {}

    /** The format that a Content-Type names; null when it is none of ours, or in another charset than UTF-8. */
    static @Nullable BodyFormat format(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return null;
            }
        }
        return switch (parts[0].strip()) {
            case "application/json" -> BodyFormat.JSON;
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> BodyFormat.NDJSON;
            default -> null;
        };
    }
}
