package io.millrace.ingest.admission.plan;

import java.util.Arrays;

/**
 * Bytes as padded Base64 (RFC 4648 section 4) in its one canonical form.
 *
 * @param size
 *            of a fixed; {@link #ANY} for bytes
 */
record BinaryPlan(int size) implements ValuePlan {
    static final int ANY = -1;

    private static final byte[] DIGITS = digits();
    private static final int GROUP = 4;
    private static final int GROUP_BYTES = 3;

    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        AvroOutput out = draft.out;
        int from = in.at + 1;
        int end = in.string();
        if (end < 0 || (end - from) % GROUP != 0) {
            return false;
        }
        int padding = end == from || in.bytes[end - 1] != '=' ? 0 : in.bytes[end - 2] == '=' ? 2 : 1;
        int count = (end - from) / GROUP * GROUP_BYTES - padding;
        if (size == ANY) {
            out.writeLong(count);
        } else if (count != size) {
            return false;
        }
        int bits = 0;
        for (int i = from; i < end - padding; i++) {
            byte b = in.bytes[i];
            int digit = b < 0 ? -1 : DIGITS[b];
            if (digit < 0) {
                return false;
            }
            bits = bits << 6 | digit;
            int place = (i - from) % GROUP;
            if (place > 0) {
                out.writeByte(bits >> 6 - 2 * place);
            }
        }
        in.at = end + 1;
        // Bits that belong to no byte must be zeros.
        return padding == 0 || (bits & (padding == 1 ? 0x3 : 0xf)) == 0;
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            digits[alphabet.charAt(i)] = (byte) i;
        }
        return digits;
    }
}
