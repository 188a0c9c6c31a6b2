package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.millrace.devstack.JavaCommand;
import io.millrace.launcher.local.Checkout;

/** The programs of Kafka's distribution that the runbooks call, from the jars of the dev stack and of Kafka's own tools. */
final class KafkaPrograms {
    private KafkaPrograms() {}

    /** Writes a script for each of them; the folder. */
    static Path in(Path folder, Checkout checkout) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            String broker = checkout.stack().kafkaClassPath();
            script(folder.resolve("kafka-configs.sh"), broker, "kafka.admin.ConfigCommand");
            script(folder.resolve("kafka-transactions.sh"), broker + ":" + checkout.dataRoot().resolve("tools/kafka/*"),
                    "org.apache.kafka.tools.TransactionsCommand");
        }
        return folder;
    }

    private static void script(Path file, String classPath, String main) throws IOException {
        Files.writeString(file,
                "#!/bin/sh\nexec " + JavaCommand.of("x", "x").java() + " -cp '" + classPath + "' " + main
                        + " \"$@\"\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
