package io.millrace.table.internal.datafile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.millrace.table.internal.storage.Digests;
import org.jspecify.annotations.Nullable;

/**
 * Names of partition folders. The log is the authority on partition values, but some readers take them from the folder
 * names, so these follow Spark's escaping: {@code column=value}, special characters as {@code %} and two hexadecimal digits,
 * and {@code __HIVE_DEFAULT_PARTITION__} for null. A space is escaped too, as delta-rs does.
 */
final class PartitionFolders {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    /** Spark escapes these, control characters and DEL. */
    private static final String SPECIAL = " \"#%'*/:=?\\{[]^";
    /** Upper limit of one name on file systems, in bytes. */
    private static final int MAX_NAME = 255;
    /** Upper limit of a folder, in bytes: with the name of a file and the prefix of the table it fits the 1024 bytes of an S3 key. */
    private static final int MAX_PATH = 512;
    private static final int DIGEST_BYTES = 8;
    private static final char DELETE = '\u007f';
    private static final char NOT_IN_XML = '\ufffe';

    private PartitionFolders() {}

    /**
     * The folder of a partition, relative to the table: empty, or ending with a slash.
     *
     * @param ascii
     *            whether all characters beyond ASCII are escaped as well, for a process that cannot use them in file names
     */
    static String of(List<String> columns, Map<String, @Nullable String> partition, boolean ascii) {
        StringBuilder folder = new StringBuilder();
        for (String column : columns) {
            folder.append(fit(column + "=" + name(partition.get(column), ascii), columns.size())).append('/');
        }
        return folder.toString();
    }

    private static String name(@Nullable String value, boolean ascii) {
        if (value == null || value.isEmpty()) {
            return NULL;
        }
        // Decodes to the same text, and differs from the name for null.
        return value.equals(NULL) ? "%5F" + NULL.substring(1) : escape(value, ascii);
    }

    private static String escape(String value, boolean ascii) {
        StringBuilder escaped = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            if (c < ' ' || c == DELETE || SPECIAL.indexOf(c) >= 0 || c >= NOT_IN_XML && c <= Character.MAX_VALUE
                    || isSurrogate(c) || ascii && c > DELETE) {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
                }
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Cuts a name that is too long, and appends a digest of the whole name. */
    private static String fit(String name, int columns) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int limit = Math.min(MAX_NAME, MAX_PATH / columns);
        if (bytes.length <= limit) {
            return name;
        }
        String end = "~" + HexFormat.of().formatHex(Arrays.copyOf(Digests.sha256(bytes), DIGEST_BYTES));
        int cut = limit - end.length();
        while ((bytes[cut] & 0xc0) == 0x80 || bytes[cut - 1] == '%' || bytes[cut - 2] == '%') {
            cut--;
        }
        return new String(bytes, 0, cut, StandardCharsets.UTF_8) + end;
    }
}
