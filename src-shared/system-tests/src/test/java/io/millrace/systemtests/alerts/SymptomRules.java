package io.millrace.systemtests.alerts;

import static io.millrace.systemtests.alerts.ObjectiveRules.number;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.slo.SloDefaults;

/** The alerts on symptoms that no error budget is for. */
record SymptomRules(SloDefaults slo) {
    private static final String PAGE = "page";
    private static final String TICKET = "ticket";
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Longer than an instance is away in a rolling restart: it ends within 30 seconds and is ready within two minutes. */
    private static final Duration RESTART = Duration.ofMinutes(5);
    /** A metric that a service exports from its start, whatever it is asked. */
    private static final Map<String, String> ALWAYS = Map.of("ingest-service", "millrace_ingest_breaker_state",
            "stream-service", "millrace_task_failing{task=\"lag\"}",
            "batch-service", "millrace_task_failing{task=\"signals\"}");

    List<Rule> alerts() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(services());
        rules.addAll(merging());
        rules.addAll(tables());
        return rules;
    }

    private static List<Rule> services() {
        List<Rule> rules = new ArrayList<>();
        ALWAYS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(service -> rules.add(
                new Rule.Alert("MillraceServiceMissing", "service-missing", PAGE, MINUTE,
                        service.getKey() + " exports no metrics", "absent(" + service.getValue() + ")")
                        .with("service", service.getKey())));
        ALWAYS.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(service -> rules.add(missingInstance(service.getKey(), service.getValue())));
        rules.add(new Rule.Alert("MillraceDependencyDown", "dependency-down", PAGE, MINUTE,
                "ingest-service cannot reach {{ $labels.dependency }}",
                "min by (dependency) (millrace_ingest_dependency_up) == 0"));
        rules.add(new Rule.Alert("MillraceTaskFailing", "task-failing", TICKET, MINUTE,
                "The background task {{ $labels.task }} of {{ $labels.instance }} fails",
                "millrace_task_failing == 1"));
        return rules;
    }

    /**
     * A target of Prometheus that exported the metric within a day and does not now, whether it cannot be scraped or answers
     * without it. One that Prometheus no longer has as a target, such as a pod that was replaced, is not missing. The label
     * {@code scope} distinguishes the rule from that for the whole service.
     */
    private static Rule missingInstance(String service, String metric) {
        return new Rule.Alert("MillraceServiceMissing", "service-missing", PAGE, RESTART,
                service + " exports no metrics at {{ $labels.instance }}",
                "group by (job, instance) (last_over_time(" + metric + "[1d])) and on (job, instance) up"
                        + " unless on (job, instance) " + metric)
                .with("service", service).with("scope", "instance");
    }

    private List<Rule> merging() {
        return List.of(
                new Rule.Alert("MillraceStreamPaused", "stream-paused", PAGE, MINUTE,
                        "Stream {{ $labels.stream }} is not merged until somebody acts",
                        "max by (stream) (millrace_stream_state{state=\"paused\"}) == 1"),
                new Rule.Alert("MillraceStreamRetrying", "stream-retrying", PAGE, MINUTE,
                        "The merge of stream {{ $labels.stream }} fails again and again",
                        "max by (stream) (millrace_stream_state{state=\"retrying\"}) == 1"),
                new Rule.Alert("MillraceLagUnknown", "lag-unknown", PAGE, MINUTE,
                        "The lag of stream {{ $labels.stream }} cannot be measured",
                        "count by (stream) (millrace_lag_seconds != millrace_lag_seconds)"),
                new Rule.Alert("MillraceBacklogGrows", "backlog-grows", TICKET, Duration.ofMinutes(10),
                        "The backlog of stream {{ $labels.stream }} needs more than "
                                + PromDuration.of(slo.limits().catchUp()) + " at its present speed",
                        "min by (stream) (millrace_catch_up_seconds) > " + slo.limits().catchUp().toSeconds()),
                new Rule.Alert("MillraceRetentionLow", "retention-low", PAGE, AT_ONCE,
                        "Kafka soon deletes records of stream {{ $labels.stream }} that are in no table",
                        "min by (stream) (millrace_retention_left_seconds / millrace_retention_seconds) < "
                                + number(slo.limits().retentionLeftShare())),
                new Rule.Alert("MillraceEventsLost", "events-lost", PAGE, AT_ONCE,
                        "Kafka deleted records of stream {{ $labels.stream }} before they were merged",
                        "max by (stream) (millrace_offsets_lost_open) > 0 or"
                                + " (sum by (stream) (increase(millrace_offsets_lost_total[1h])) > 0"
                                + " unless on (stream) max by (stream) (millrace_offsets_lost_open) >= 0)"),
                new Rule.Alert("MillraceTransactionHangs", "transaction-hangs", TICKET, Duration.ofMinutes(15),
                        "An open transaction holds back records of stream {{ $labels.stream }}",
                        "min by (stream) (millrace_lag_unstable_offsets) > 0"));
    }

    private List<Rule> tables() {
        SloDefaults.Limits limits = slo.limits();
        return List.of(
                new Rule.Alert("MillraceBooksOutOfBalance", "books-out-of-balance", PAGE, AT_ONCE,
                        "The books of stream {{ $labels.stream }} do not explain {{ $value }} offsets",
                        "max by (stream) (millrace_books_difference) > 0"),
                new Rule.Alert("MillraceAuditFindings", "audit-findings", PAGE, AT_ONCE,
                        "The audit of stream {{ $labels.stream }} has {{ $value }} open findings",
                        "sum by (stream) (max by (stream, kind) (millrace_audit_findings)) > 0"),
                new Rule.Alert("MillraceLettersOpen", "letters-open", TICKET, MINUTE,
                        "Stream {{ $labels.stream }} has {{ $value }} open dead letters",
                        "sum by (stream) (max by (stream, reason) (millrace_letters_open))"
                                + " > max by (stream) (millrace_slo_threshold{slo=\"letters\"})"),
                new Rule.Alert("MillraceBatchStale", "batch-stale", TICKET, AT_ONCE,
                        "The step {{ $labels.step }} of batch-service has not succeeded for stream {{ $labels.stream }}"
                                + " for more than " + PromDuration.of(limits.batchAge()),
                        stale() + " > " + limits.batchAge().toSeconds()),
                new Rule.Alert("MillraceCheckpointsFail", "checkpoints-fail", TICKET, Duration.ofMinutes(10),
                        "Checkpoints of the table of stream {{ $labels.stream }} fail",
                        "max by (stream) (millrace_table_background_failing) == 1"),
                new Rule.Alert("MillraceSmallFiles", "small-files", TICKET, Duration.ofHours(1),
                        "Most files of the {{ $labels.table }} table of stream {{ $labels.stream }} are small",
                        "max by (stream, table) (millrace_table_small_files) > " + limits.smallFiles()
                                + " and max by (stream, table) (millrace_table_small_files / millrace_table_files) > "
                                + number(limits.smallFileShare())));
    }

    /**
     * The age of the last success of each step that is expected. A process that has not seen a success since its start, of a
     * stream whose table it cannot read, exports no time of one: what an earlier process exported within a day counts, and
     * without that the time since when the step is expected. The last part leaves out streams that were deleted, and bridges a
     * restart.
     */
    private static String stale() {
        return "(time() - (max by (stream, step) (max_over_time(millrace_batch_last_success_seconds{step!=\"maintenance\"}[1d]))"
                + " or min by (stream, step) (min_over_time(millrace_batch_expected_since_seconds[1d])))"
                + " and on (stream, step) max by (stream, step) (last_over_time(millrace_batch_expected_since_seconds["
                + PromDuration.of(RESTART) + "])))";
    }

    /** The cost per million events, by the price sheet. */
    List<Rule> cost() {
        return List.of(
                new Rule.Recording("millrace:cpu_seconds_per_million_events",
                        "1e6 * sum(rate(process_cpu_time_ns_total[1h]) and on (job, instance) millrace_task_failing)"
                                + " / 1e9 / sum(rate(millrace_merge_rows_total{outcome=\"inserted\"}[1h]))"),
                new Rule.Recording("millrace:price_per_million_events",
                        "millrace:cpu_seconds_per_million_events * " + number(slo.prices().cpuHour()) + " / 3600"));
    }
}
