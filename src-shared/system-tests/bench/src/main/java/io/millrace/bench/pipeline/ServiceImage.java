package io.millrace.bench.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.devstack.JavaCommand;
import io.millrace.launcher.local.Checkout;

/**
 * The command line of a service as its image has it: the JVM options of the image, and as much memory as the manifest in
 * {@code deploy/base} gives the container.
 *
 * @param checkout
 *            whose service it is
 * @param service
 *            its name
 * @param more
 *            options that come after those of the image
 */
record ServiceImage(Checkout checkout, String service, List<String> more) implements UnaryOperator<JavaCommand> {
    private static final Pattern LIMIT = Pattern.compile("limits:\\s+(?:cpu: \\S+\\s+)?memory: (\\d+)([MG])i");

    ServiceImage {
        more = List.copyOf(more);
    }

    @Override
    public JavaCommand apply(JavaCommand command) {
        List<String> options = new ArrayList<>(JavaCommand.quarkus(checkout.jar(service)).options());
        options.add("-XX:MaxRAM=" + memory());
        options.add("@" + checkout.jvmOptions(service));
        options.addAll(more);
        return new JavaCommand(command.java(), options, command.systemProperties(), command.classPath(),
                command.mainClass(), command.arguments());
    }

    /** The memory of the container, as the JVM takes sizes. */
    String memory() {
        try {
            Matcher limit = LIMIT.matcher(
                    Files.readString(checkout.directory().resolve("deploy/base").resolve(service + ".yaml")));
            if (!limit.find()) {
                throw new IllegalStateException("deploy/base/" + service + ".yaml names no limit of memory");
            }
            return limit.group(1) + limit.group(2);
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest of " + service + " cannot be read", e);
        }
    }
}
