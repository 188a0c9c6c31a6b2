package io.millrace.ingest.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The published law: received = stored + quarantined + refused + skipped + unknown + not_stored. */
public record EventMeters(double received, double ended) {
    public static EventMeters read() throws Exception {
        String text = page();
        return new EventMeters(sum(text, "millrace_ingest_events_received_total\\{[^}]*"),
                sum(text, "millrace_ingest_events_total\\{[^}]*"));
    }

    /** So many events ended so, in all streams. */
    public static double ended(String outcome) throws Exception {
        return sum(page(), "millrace_ingest_events_total\\{outcome=\"" + outcome + "\"[^}]*");
    }

    /** So many requests were judged by the objective of availability, in all streams. */
    public static double judged() throws Exception {
        return sum(page(), "millrace_slo_judged_total\\{slo=\"availability\"[^}]*");
    }

    private static String page() throws Exception {
        try (ServiceClient metrics = ServiceClient.ofManagement()) {
            return metrics.send(metrics.request("/metrics")).body();
        }
    }

    private static double sum(String text, String meter) {
        Matcher lines = Pattern.compile("(?m)^" + meter + "} (\\S+)$").matcher(text);
        double sum = 0;
        while (lines.find()) {
            sum += Double.parseDouble(lines.group(1));
        }
        return sum;
    }
}
