package io.millrace.launcher;

import java.util.concurrent.Callable;

import io.millrace.launcher.local.Fingerprint;
import io.millrace.table.TableReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fingerprint}: our side of {@code ./millrace verify-spark}. */
@Command(name = "fingerprint", hidden = true, description = "Prints what another reader must find in a table, as JSON.", mixinStandardHelpOptions = true)
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
