package io.millrace.table.internal.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

import com.github.luben.zstd.Zstd;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * Pages of a key column, unpacked.
 *
 * @param bytes
 *            the plain values of all pages, each after its length
 * @param headers
 *            where the header of each page begins in what was read; and where the last page ends
 * @param from
 *            where the values of each page begin in {@code bytes}, inclusive
 * @param until
 *            where they end, exclusive
 */
record KeyPages(byte[] bytes, int[] headers, int[] from, int[] until) {
    /**
     * Unpacks pages.
     *
     * @param source
     *            pages one after the other, each with its header
     * @param isCompressed
     *            whether they are compressed with zstd
     * @throws IOException
     *             when the bytes are no such pages
     */
    static KeyPages of(byte[] source, boolean isCompressed) throws IOException {
        Building pages = new Building(source);
        while (pages.next()) {
            // Only finds where they are.
        }
        return isCompressed ? pages.unpacked() : pages.plain();
    }

    int count() {
        return from.length;
    }

    private static final class Building {
        private final byte[] source;
        private int[] headers = new int[8];
        private int[] from = new int[8];
        private int[] until = new int[8];
        private int[] sizes = new int[8];
        private int count;
        private int end;

        Building(byte[] source) {
            this.source = source;
        }

        boolean next() throws IOException {
            if (end == source.length) {
                return false;
            }
            if (count == from.length - 1) {
                headers = Arrays.copyOf(headers, 2 * headers.length);
                from = Arrays.copyOf(from, 2 * from.length);
                until = Arrays.copyOf(until, 2 * until.length);
                sizes = Arrays.copyOf(sizes, 2 * sizes.length);
            }
            ByteArrayInputStream in = new ByteArrayInputStream(source, end, source.length - end);
            PageHeader header = Util.readPageHeader(in);
            int start = source.length - in.available();
            if (header.getType() != PageType.DATA_PAGE || header.getCompressed_page_size() < 0
                    || header.getCompressed_page_size() > source.length - start
                    || header.getUncompressed_page_size() < 0) {
                throw new IOException("unexpected " + header.getType() + " among the keys");
            }
            headers[count] = end;
            from[count] = start;
            until[count] = start + header.getCompressed_page_size();
            sizes[count] = header.getUncompressed_page_size();
            end = until[count++];
            headers[count] = end;
            return true;
        }

        KeyPages plain() {
            return new KeyPages(source, Arrays.copyOf(headers, count + 1), Arrays.copyOf(from, count),
                    Arrays.copyOf(until, count));
        }

        KeyPages unpacked() throws IOException {
            int size = 0;
            for (int i = 0; i < count; i++) {
                size = Math.addExact(size, sizes[i]);
            }
            byte[] plain = new byte[size];
            int at = 0;
            for (int i = 0; i < count; i++) {
                long length = Zstd.decompressByteArray(plain, at, sizes[i], source, from[i], until[i] - from[i]);
                if (length != sizes[i]) {
                    throw new IOException("a page of keys does not unpack to " + sizes[i] + " bytes: "
                            + (Zstd.isError(length) ? Zstd.getErrorName(length) : length + " bytes"));
                }
                from[i] = at;
                at += sizes[i];
                until[i] = at;
            }
            return new KeyPages(plain, Arrays.copyOf(headers, count + 1), Arrays.copyOf(from, count),
                    Arrays.copyOf(until, count));
        }
    }
}
