package io.millrace.launcher;

import java.util.concurrent.Callable;

import io.millrace.launcher.local.Fingerprint;
import io.millrace.table.TableReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fingerprint}: Millrace's part of {@code ./millrace lab verify-spark}. */
@Command(name = "fingerprint", hidden = true, description = "Prints the row count and checksum that another reader of the table must find, as JSON.", mixinStandardHelpOptions = true)
final class FingerprintCommand implements Callable<Integer> {
    @Mixin
    private TableChoice choice = new TableChoice();

    @Override
    public Integer call() {
        try (TableReader reader = choice.open()) {
            System.out.println(Fingerprint.of(reader).json());
        }
        return 0;
    }
}
