package io.millrace.bench.alerts;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The result of a run.
 *
 * @param factor
 *            by which the rules were faster
 * @param outcomes
 *            of the faults that were made
 * @param notTried
 *            the alerts without a fault in this run
 * @param all
 *            whether those count against the result
 */
record AlertsReport(int factor, List<Outcome> outcomes, List<String> notTried, boolean all) {
    private static final double TENTHS = 10;

    boolean ok() {
        return outcomes.stream().allMatch(Outcome::ok) && (!all || notTried.isEmpty());
    }

    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode().put("factor", factor);
        ArrayNode names = json.putArray("not_tried");
        notTried.forEach(names::add);
        return json.put("alerts", outcomes.size()).put("fired", outcomes.stream().filter(Outcome::fired).count())
                .put("silent", outcomes.stream().filter(Outcome::silent).count())
                .put("ended", outcomes.stream().filter(Outcome::ended).count())
                .put("worst_detection_s", worst()).put("ok", ok());
    }

    private double worst() {
        double seconds = outcomes.stream().filter(Outcome::fired).mapToDouble(o -> o.detectionSeconds().getAsDouble())
                .max().orElse(0);
        return Math.round(seconds * TENTHS) / TENTHS;
    }
}
