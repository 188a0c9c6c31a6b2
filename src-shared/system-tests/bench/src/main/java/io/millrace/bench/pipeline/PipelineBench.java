package io.millrace.bench.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.run.Measurements;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench pipeline}: the CPU time of whole services, from the topic to the row. */
@Command(name = "pipeline", description = "Measures the packaged services from Kafka to the row: CPU time of the whole process by group of threads, speed, memory, size of the table.", mixinStandardHelpOptions = true)
public final class PipelineBench implements Callable<Integer> {
    private static final String AGAINST = "against";
    private static final List<String> COMPARED = List.of("warm_cpu_s_per_million", "cold_cpu_s_per_million", "gc_share",
            "continuous_cpu_ms_per_1000", "redelivery_cpu_s_per_million", "rows_per_s", "bytes_per_row", "peak_rss_mb",
            "batch_merge_cpu_s", "batch_audit_cpu_s", "batch_upkeep_cpu_s", "batch_bytes_per_row");

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--events", defaultValue = "10000000", description = "Events of the backlog (${DEFAULT-VALUE}); for the warm phase at least 2000000.")
    private long events;
    @Option(names = "--partitions", defaultValue = "3", description = "Partitions of the topic (${DEFAULT-VALUE}).")
    private int partitions;
    @Option(names = "--phase", split = ",", defaultValue = "cold,warm,continuous,redelivery,http,batch", description = "What is measured, separated by commas (${DEFAULT-VALUE}).")
    private List<Phase> phases = List.of();
    @Option(names = "--bursts", defaultValue = "20", description = "Bursts of 10000 events, one each 3 s, of the continuous phase (${DEFAULT-VALUE}).")
    private int bursts;
    @Option(names = "--rate", defaultValue = "2000", description = "Events a second of the HTTP phase; 0: as many as one client can send (${DEFAULT-VALUE}).")
    private int rate;
    @Option(names = "--freshness", defaultValue = "", description = "Freshness target of the HTTP phase, such as PT20S. Default: none, as early as possible.")
    private String freshness = "";
    @Option(names = "--rounds", defaultValue = "1", description = "Rounds; the median counts (${DEFAULT-VALUE}).")
    private int rounds;
    @Option(names = "--service-home", description = "A built checkout whose services are measured. Default: this one.")
    private @Nullable Path serviceHome;
    @Option(names = "--against", description = "Another built checkout; its services and the others are measured by turns.")
    private @Nullable Path against;
    @Option(names = "--jvm-option", description = "JVM option of the services, after those of their images.")
    private List<String> jvmOptions = List.of();

    private final List<Checkout> checkouts = new ArrayList<>();
    private final List<Figures> figures = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Set<Phase> wanted = EnumSet.copyOf(phases);
        Options.require(!wanted.contains(Phase.WARM) || events >= 2 * BacklogPhase.COLD,
                "The warm phase begins after 1000000 events; --events must be 2000000 or more.");
        Options.require(events > 0 && rounds > 0 && bursts > 0 && partitions > 0,
                "--events, --rounds, --bursts and --partitions must be positive.");
        Options.require(rate == 0 || rate >= HttpPhase.BATCH, "--rate must be 0, or " + HttpPhase.BATCH + " or more.");
        measure(serviceHome == null ? Checkout.find() : new Checkout(serviceHome));
        if (against != null) {
            measure(new Checkout(against));
        }
        boolean exact = true;
        if (wanted.contains(Phase.COLD) || wanted.contains(Phase.WARM)) {
            exact &= backlog(wanted);
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < checkouts.size(); i++) {
                exact &= live(wanted, checkouts.get(i), figures.get(i));
            }
        }
        System.out.println(result(exact));
        return exact ? 0 : 1;
    }

    private void measure(Checkout checkout) {
        checkout.requireBuilt();
        checkouts.add(checkout);
        figures.add(new Figures());
    }

    /** One topic for all rounds and checkouts. */
    private boolean backlog(Set<Phase> wanted) throws IOException, InterruptedException {
        BacklogPhase backlog = new BacklogPhase(events, wanted.contains(Phase.WARM));
        boolean exact = true;
        try (PipelineRig rig = rig(backlog.end(), "")) {
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < checkouts.size(); i++) {
                    exact &= backlog.run(rig, said(checkouts.get(i)), figures.get(i), progress);
                }
            }
        }
        return exact;
    }

    /** New topics for each run, because they grow meanwhile. */
    private boolean live(Set<Phase> wanted, Checkout checkout, Figures own) throws IOException, InterruptedException {
        boolean exact = true;
        boolean stream = wanted.contains(Phase.CONTINUOUS) || wanted.contains(Phase.REDELIVERY);
        if (wanted.contains(Phase.BATCH) || stream) {
            try (PipelineRig rig = rig(LivePhase.TABLE, "")) {
                if (wanted.contains(Phase.BATCH)) {
                    exact &= new BatchPhase(LivePhase.TABLE).run(rig, said(checkout), own, progress);
                }
                if (stream) {
                    exact &= new LivePhase(bursts).run(rig, said(checkout), wanted, own, progress);
                }
            }
        }
        if (wanted.contains(Phase.HTTP)) {
            try (PipelineRig rig = rig(0, freshness)) {
                exact &= new HttpPhase(rate).run(rig, said(checkout), own, progress);
            }
        }
        return exact;
    }

    private PipelineRig rig(long filled, String target) throws IOException, InterruptedException {
        progress.say("Starting a broker and a registry, and filling a topic with " + filled + " events");
        PipelineRig rig = new PipelineRig(partitions, target, jvmOptions);
        rig.filler().fill(0, filled);
        return rig;
    }

    private Checkout said(Checkout checkout) {
        progress.say("Measuring " + checkout.directory());
        return checkout;
    }

    private ObjectNode result(boolean exact) {
        ObjectNode result = figures.getFirst().json();
        result.put("exact", exact);
        if (figures.size() > 1) {
            ObjectNode other = figures.getLast().json();
            result.set(AGAINST, other);
            for (String name : COMPARED) {
                if (other.has(name)) {
                    result.put(name + "_over_" + AGAINST,
                            Measurements.round(result.path(name).asDouble() / other.path(name).asDouble()));
                }
            }
        }
        return result;
    }
}
