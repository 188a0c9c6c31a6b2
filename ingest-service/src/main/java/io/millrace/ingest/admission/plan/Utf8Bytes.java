package io.millrace.ingest.admission.plan;

/** The encoding of single characters in UTF-8, by table 3-7 of the Unicode standard. */
final class Utf8Bytes {
    private static final int SUPPLEMENTARY = 0x1_0000;

    private Utf8Bytes() {}

    /** The length of the well-formed sequence of two to four bytes that begins at the index; 0 when there is none. */
    static int sequence(byte[] bytes, int at, int until) {
        int lead = bytes[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (until - at < length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Writes a character that is no surrogate. */
    static void write(AvroOutput out, int character) {
        if (character < 0x80) {
            out.writeByte(character);
        } else if (character < 0x800) {
            out.writeByte(0xc0 | character >> 6);
            continuation(out, character);
        } else if (character < SUPPLEMENTARY) {
            out.writeByte(0xe0 | character >> 12);
            continuation(out, character >> 6);
            continuation(out, character);
        } else {
            out.writeByte(0xf0 | character >> 18);
            continuation(out, character >> 12);
            continuation(out, character >> 6);
            continuation(out, character);
        }
    }

    private static void continuation(AvroOutput out, int bits) {
        out.writeByte(0x80 | bits & 0x3f);
    }
}
