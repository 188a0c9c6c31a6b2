package io.millrace.bench.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.browser.Browser;
import io.millrace.bench.run.BenchFolders;
import io.millrace.bench.run.Measurements;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench console}: loads pages of the console in Chromium and prints the time of their first paint and their bytes. */
@Command(name = "console", description = "Measures first paint and size of the console's pages in Chromium, beside the packaged services.", mixinStandardHelpOptions = true, footer = {
        "", "Uses chromium and chromedriver; as root it installs Debian's packages when they are missing."})
public final class ConsoleBench implements Callable<Integer> {
    private static final String USER = "operator";
    private static final Duration OBSERVED = Duration.ofMinutes(2);

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--streams", defaultValue = "50", description = "Number of streams (${DEFAULT-VALUE}).")
    private int streams;
    @Option(names = "--letters", defaultValue = "10000", description = "Open dead letters of the first stream (${DEFAULT-VALUE}).")
    private int letters;
    @Option(names = "--rounds", defaultValue = "10", description = "Loads of each page, with an empty and with a full cache (${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.atLeast(1, "--streams", streams);
        Options.atLeast(1, "--letters", letters);
        Options.atLeast(1, "--rounds", rounds);
        Path data = Files.createTempDirectory("millrace-console");
        progress.say("Starting a browser, a broker, a registry and the three services");
        try (Browser browser = Browser.start(data.resolve("browser"));
                ConsoleSystem system = ConsoleSystem.start(Checkout.find(), data.resolve("system"),
                        Map.of(USER, "read:*,write:*"), UnaryOperator.identity(),
                        UnaryOperator.identity())) {
            ManyStreams many = ManyStreams.of(streams, letters);
            progress.say("Filling " + streams + " streams and making " + letters + " letters");
            many.fill(system);
            system.runBatch();
            system.signIn(browser, USER);
            awaitObserved(browser, system);
            System.out.println(measure(browser, system, many));
            return 0;
        } finally {
            BenchFolders.delete(data);
        }
    }

    private void awaitObserved(Browser browser, ConsoleSystem system) throws InterruptedException {
        String counted = String.format(Locale.ROOT, "%,d", letters);
        long deadline = System.nanoTime() + OBSERVED.toNanos();
        while (true) {
            browser.open(system.address(""));
            String text = browser.text();
            if (text.contains("every stream is fresh") && text.contains(counted)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Within " + OBSERVED.toSeconds()
                        + " s the console did not show that every stream is fresh and " + counted
                        + " letters are open:\n" + text);
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private ObjectNode measure(Browser browser, ConsoleSystem system, ManyStreams many) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "");
        pages.put("stream", "/streams/" + many.withLetters());
        pages.put("letters", "/streams/" + many.withLetters() + "/letters");
        ObjectNode result = new ObjectMapper().createObjectNode().put("streams", streams).put("letters", letters);
        pages.forEach((name, path) -> {
            List<Double> cold = new ArrayList<>();
            List<Double> warm = new ArrayList<>();
            long bytes = 0;
            for (int round = 0; round < rounds; round++) {
                browser.forgetCache();
                PageLoad first = PageLoad.of(browser, system.address(path));
                bytes = Math.max(bytes, first.bytes());
                cold.add(first.firstPaintMillis());
                warm.add(PageLoad.of(browser, system.address(path)).firstPaintMillis());
            }
            put(result, name + "_first_paint_ms", cold);
            put(result, name + "_cached_first_paint_ms", warm);
            result.put(name + "_bytes", bytes);
            progress.say(name + ": first paint " + Math.round(Measurements.median(cold)) + " ms, with a full cache "
                    + Math.round(Measurements.median(warm)) + " ms, " + bytes + " bytes");
        });
        return result;
    }

    private static void put(ObjectNode result, String name, List<Double> millis) {
        result.put(name, Math.round(Measurements.median(millis))).put(name + "_max",
                Math.round(millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow()));
    }
}
