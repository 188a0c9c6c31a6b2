package io.millrace.ingest.http.coding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Decodes gzip (RFC 1952), all members of it, and zlib (RFC 1950). Data after the end is an error: the JDK's stream would
 * ignore it.
 */
final class GzipDecoder {
    private static final int CHUNK = 16_384;

    private GzipDecoder() {}

    static void gzip(byte[] packed, DecodedBody out) throws ContentCodingException {
        try (GzipCompressorInputStream in = GzipCompressorInputStream.builder()
                .setInputStream(new ByteArrayInputStream(packed)).setDecompressConcatenated(true).get()) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                out.reserve(count);
                out.add(chunk, count);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
    }

    static void zlib(byte[] packed, DecodedBody out) throws ContentCodingException {
        Inflater inflater = new Inflater();
        byte[] chunk = new byte[CHUNK];
        try {
            inflater.setInput(packed);
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
                }
                out.reserve(count);
                out.add(chunk, count);
            }
            if (inflater.getRemaining() > 0) {
                throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
            }
        } catch (DataFormatException e) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        } finally {
            inflater.end();
        }
    }
}
