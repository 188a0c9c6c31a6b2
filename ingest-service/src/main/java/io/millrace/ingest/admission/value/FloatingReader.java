package io.millrace.ingest.admission.value;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import org.jspecify.annotations.Nullable;

/** Numbers as double or float: what is too large for the type, or so small that it would become 0, is refused. */
enum FloatingReader implements ValueReader {
    FLOAT("float"), DOUBLE("double");

    private final String type;

    FloatingReader(String type) {
        this.type = type;
    }

    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (json.currentToken() == null || !json.currentToken().isNumeric()) {
            return errors.unexpected(type, json);
        }
        String digits = json.getText();
        Number value = this == FLOAT ? Float.valueOf(digits) : (Number) Double.valueOf(digits);
        double wide = value.doubleValue();
        boolean vanished = wide == 0 && !isZero(digits);
        return Double.isInfinite(wide) || vanished ? errors.problem("is out of the range of " + type) : value;
    }

    private static boolean isZero(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }
}
