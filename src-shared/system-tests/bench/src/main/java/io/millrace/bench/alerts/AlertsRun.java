package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

import io.millrace.bench.debian.PrometheusPackage;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;

/** One run: the system and a Prometheus are started, and the faults are made one after the other. */
final class AlertsRun {
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final int EVENTS = 20;

    private final List<Scenario> scenarios;
    private final int factor;
    private final Progress progress;

    /**
     * @param factor
     *            by which the rules are faster
     */
    AlertsRun(List<Scenario> scenarios, int factor, Progress progress) {
        this.scenarios = scenarios;
        this.factor = factor;
        this.progress = progress;
    }

    /** Runs on services of a checkout; the outcomes in the order of the scenarios. */
    List<Outcome> on(Checkout checkout, Path data, String rules) throws IOException, InterruptedException {
        Path program = PrometheusPackage.program("prometheus", checkout.dataRoot().resolve("tools/prometheus"));
        progress.say("Starting the system of ./millrace up and Prometheus; rules and windows are " + factor
                + " times as fast as the real ones");
        List<Outcome> outcomes = new ArrayList<>();
        try (ProcessGroup processes = ProcessGroup.tiedToThisJvm()) {
            LabSystem system = LabSystem.start(checkout, data, processes);
            Prometheus prometheus = processes.add(Prometheus.start(program,
                    Files.createDirectories(data.resolve("prometheus")), new ScaledRules(factor).of(rules),
                    LabSystem.metrics()));
            settle(system, prometheus);
            for (Scenario scenario : scenarios) {
                outcomes.add(trial(scenario, new Fault.Place(system, prometheus, scenario.stream()),
                        checkout.directory().resolve("deploy/runbooks")));
            }
        }
        return outcomes;
    }

    /** A fault that cannot be made is a finding, and no reason to leave out the others. */
    private Outcome trial(Scenario scenario, Fault.Place place, Path runbooks)
            throws IOException, InterruptedException {
        try {
            return new Trial(scenario, place, factor, progress).run(runbooks);
        } catch (IllegalStateException | LauncherException e) {
            progress.say("  failed: " + e.getMessage());
            return new Outcome(scenario.alert(), OptionalDouble.empty(), Set.of(),
                    List.of("the lab failed: " + e.getMessage()), OptionalDouble.empty());
        }
    }

    /** Makes a stream for each scenario and waits until each has rows that batch-service has seen. */
    private void settle(LabSystem system, Prometheus prometheus) throws InterruptedException {
        for (Scenario scenario : scenarios) {
            system.create(scenario.stream(), scenario.contract(factor).json());
            system.send(scenario.stream(), ProbeEvents.now(EVENTS));
        }
        for (Scenario scenario : scenarios) {
            String merged = "sum(millrace_merge_rows_total{stream=\"" + scenario.stream() + "\",outcome=\"inserted\"})";
            String booked = "max(millrace_batch_last_success_seconds{stream=\"" + scenario.stream()
                    + "\",step=\"books\"})";
            Waiting.until("stream " + scenario.stream() + " is merged", SETTLED,
                    () -> prometheus.value(merged).orElse(0) >= EVENTS);
            Waiting.until("batch-service has checked the books of " + scenario.stream(), SETTLED,
                    () -> prometheus.value(booked).orElse(0) > 0);
        }
    }
}
