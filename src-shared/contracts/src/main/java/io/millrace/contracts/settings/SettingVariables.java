package io.millrace.contracts.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds variables of an environment that look like settings of Millrace and are none. A misspelt key of a file or a system
 * property stops a service at its start; a variable does not, because others may have set variables of such names.
 */
public final class SettingVariables {
    private static final String PREFIX = "MILLRACE_";
    private static final String LIST = "/settings/keys.txt";
    /** The end of a key that has any name in this place. */
    private static final String ANY_NAME = "<name>";
    /** Kubernetes sets these for each Service of a namespace. */
    private static final Pattern SERVICE_LINK = Pattern
            .compile(".*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?|.*_PORT|.*_PORT_[0-9]+_(TCP|UDP|SCTP)(_.*)?");

    private SettingVariables() {}

    /** The keys of all services, as in {@code configuration.md}. */
    public static List<String> keys() {
        try (InputStream list = SettingVariables.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException("the resource " + LIST + " is missing");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The variables that no service of Millrace knows, in alphabetical order.
     *
     * @param environment
     *            the names of all variables
     * @param others
     *            names that something else than a service knows
     */
    public static List<String> unknown(Collection<String> environment, Collection<String> others) {
        List<String> known = keys().stream().map(SettingVariables::variable).toList();
        return environment.stream()
                .filter(name -> name.startsWith(PREFIX) && !others.contains(name)
                        && !SERVICE_LINK.matcher(name).matches() && known.stream().noneMatch(key -> is(name, key)))
                .sorted().toList();
    }

    private static boolean is(String name, String key) {
        return key.endsWith(ANY_NAME)
                ? name.length() >= key.length() - ANY_NAME.length() + 1
                        && name.startsWith(key.substring(0, key.length() - ANY_NAME.length()))
                : name.equals(key);
    }

    private static String variable(String key) {
        String fixed = key.endsWith(ANY_NAME) ? key.substring(0, key.length() - ANY_NAME.length()) : key;
        return fixed.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT)
                + (key.endsWith(ANY_NAME) ? ANY_NAME : "");
    }
}
