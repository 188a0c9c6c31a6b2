package io.millrace.table;

import java.util.ArrayList;
import java.util.List;

/** Texts that names of folders, URLs or the readers of a table treat specially. */
public final class OddTexts {
    /** What readers write for null in the name of a folder. */
    public static final String NULL_FOLDER = "__HIVE_DEFAULT_PARTITION__";
    /** Too long for the name of a folder, as one character each of one, two, three and four bytes. */
    public static final List<String> LONG = List.of("L".repeat(300), "\u00e9".repeat(200), "\u65e5".repeat(150),
            "\ud83d\ude80".repeat(100), "/".repeat(100), "x/\u00e9 ".repeat(500));
    /** All that fit into the name of a folder; not the empty text, which is null in Delta. */
    public static final List<String> SHORT = List.of("eu", "EU", "New York", "eu/west", NULL_FOLDER, "%5F", " leading",
            "trailing ", "a=b", "a:b", "100%", "%20", "New%20York", "%zz", "a+b", "a&b", "a?b", "a#b", "a*b", "[a]",
            "{a}", "a\\b", "a\"b", "it's", "a^b", "a|b", "a<b>", "a;b", "a,b", "a@b", "a$b", "a!b", "(a)", "a~b", "a`b",
            ".", "..", " ", ".hidden", "_hidden", "a/../b", "/", "//", "C:\\x", "s3://bucket/key", "file:/x",
            "tab\there", "line\nbreak", "return\rhere", "\u0001", "\u001b", "\u007f", "\u0085", "\u00a0", "\u00e9",
            "e\u0301", "\u65e5\u672c", "\ud83d\ude80", "\u202eabc", "\ufeffbom", "\ufffe", "\uffff", "\ufffd", "0", "1",
            "007", "-1", "1.0", "1e3", "true", "null", "None", "NaN", "2026-01-01", "2026-01-01 00:00:00", "00:00",
            "L".repeat(240));

    private OddTexts() {}

    /** Every one, the empty text too. */
    public static List<String> all() {
        List<String> all = new ArrayList<>(SHORT);
        all.addAll(LONG);
        all.add("");
        return all;
    }
}
