package io.millrace.ingest.http.coding;

import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;

import org.jspecify.annotations.Nullable;

/** The content codings of request bodies (RFC 9110, RFC 8878); one per body. */
public enum ContentCoding {
    /** Nothing. */
    IDENTITY,
    /** RFC 1952. */
    GZIP,
    /** RFC 8878. */
    ZSTD,
    /** RFC 1950; not the bare RFC 1951 that some send under this name. */
    DEFLATE;

    /** As a header says it. */
    public static final String ACCEPTED = "gzip, zstd, deflate, identity";

    /** The one that the values of a Content-Encoding header name; null when it is none of these. */
    public static @Nullable ContentCoding of(List<String> headers) {
        return switch (String.join(",", headers).strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            case "deflate" -> DEFLATE;
            default -> null;
        };
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Unpacks all of the bytes.
     *
     * @param maxBytes
     *            of what comes out
     * @param room
     *            is asked for memory, in bytes, before it is used
     */
    public byte[] unpack(byte[] packed, long maxBytes, LongPredicate room) throws ContentCodingException {
        DecodedBody out = new DecodedBody(maxBytes, room);
        switch (this) {
            case IDENTITY -> {
                return packed;
            }
            case GZIP -> GzipDecoder.gzip(packed, out);
            case ZSTD -> ZstdDecoder.unpack(packed, out);
            case DEFLATE -> GzipDecoder.zlib(packed, out);
        }
        return out.all();
    }
}
