package io.millrace.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Medians, rounding and the peak of resident memory. */
public final class Measurements {
    private Measurements() {}

    /** The middle one; of an even number of values the higher of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** To three digits after the point. */
    public static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** The high-water mark of resident memory, from Linux; -1 elsewhere. */
    public static long peakRssMebibytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(-1);
    }
}
