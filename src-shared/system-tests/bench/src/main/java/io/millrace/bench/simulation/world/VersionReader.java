package io.millrace.bench.simulation.world;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.bench.simulation.table.SimulatedTables;
import io.millrace.bench.simulation.table.TableVersion;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/** Reads whole versions of the stream's table while others write. */
public final class VersionReader implements Program {
    /** What vacuum keeps: a reader that takes longer may find its files gone. */
    private static final long RETENTION = SimulatedTables.RETENTION.toMillis();

    private final String name;
    private final World world;
    private final Rounds rounds;
    private final Check check;

    /** Takes what was read. */
    public interface Check {
        /** A version with all its rows. */
        void rows(TableVersion version, List<Map<String, @Nullable Object>> rows);

        /** A file that was not there, though its version was not older than the retention. */
        void gone(TableVersion version, String file);
    }

    VersionReader(String name, World world, Rounds rounds, Check check) {
        this.name = name;
        this.world = world;
        this.rounds = rounds;
        this.check = check;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String table() {
        return World.CURATED;
    }

    @Override
    public void run() {
        while (rounds.hasNext()) {
            rounds.next(this::read);
        }
    }

    private void read() {
        long begun = world.clock().millis();
        TableVersion version = world.tables().version(World.CURATED);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ActiveFile file : version.files()) {
            try {
                version.rows(file, rows::add);
            } catch (FileNotFoundException e) {
                if (world.clock().millis() - begun < RETENTION) {
                    check.gone(version, file.path());
                }
                return;
            } catch (IOException e) {
                return;
            }
        }
        if (version.number() >= 0) {
            check.rows(version, rows);
        }
    }
}
