package io.millrace.bench.simulation.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.bench.simulation.world.World;
import io.millrace.table.Books;
import io.millrace.table.SourcePartition;

/** Checks every version of the stream's table that a schedule made. */
final class CuratedCheck {
    private CuratedCheck() {}

    static List<Violation> of(World world, History history) {
        List<Violation> violations = new ArrayList<>();
        TableRows rows = new TableRows(world, World.CURATED);
        CommittedVersion before = history.base();
        for (CommittedVersion version : history.versions()) {
            String name = "version " + version.number();
            if (!version.files().equals(before.files()) || !version.marks().equals(before.marks())) {
                ExpectedRows expected = new ExpectedRows(world.topic(), version.marks());
                violations.addAll(expected.compare(name, rows.of(version, history.base())));
                violations.addAll(watermarks(world, name, before.marks(), version.marks()));
                violations.addAll(books(name, Books.of(world.topic().id(), version.marks()), expected.size(),
                        expected.refused()));
            }
            before = version;
        }
        for (int partition = 0; partition < world.topic().partitions(); partition++) {
            long end = world.topic().end(partition);
            long watermark = watermark(world, partition, before.marks());
            if (watermark != end) {
                violations.add(new Violation(Invariant.WATERMARK, "in the end partition " + partition + " is merged to "
                        + watermark + " of " + end));
            }
        }
        return violations;
    }

    private static long watermark(World world, int partition, Map<String, Long> marks) {
        return marks.getOrDefault(new SourcePartition(world.topic().id(), partition).applicationId(), 0L);
    }

    private static List<Violation> watermarks(World world, String version, Map<String, Long> before,
            Map<String, Long> now) {
        List<Violation> violations = new ArrayList<>();
        for (int partition = 0; partition < world.topic().partitions(); partition++) {
            if (watermark(world, partition, now) < watermark(world, partition, before)) {
                violations.add(new Violation(Invariant.WATERMARK, version + " has partition " + partition
                        + " merged to " + watermark(world, partition, now) + ", and the one before to "
                        + watermark(world, partition, before)));
            }
        }
        return violations;
    }

    /** Each offset is counted once, and as what it became; which rows replaced others depends on the cut into batches. */
    static List<Violation> books(String version, Books books, int keys, int refused) {
        List<Violation> violations = new ArrayList<>();
        if (books.difference() != 0) {
            violations.add(new Violation(Invariant.BOOKS, version + " has offsets counted " + books.difference()
                    + " times too few: " + books));
        } else if (books.inserted() != keys) {
            violations.add(new Violation(Invariant.BOOKS, version + " counts " + books.inserted()
                    + " inserted rows, and there are " + keys + " keys"));
        }
        if (books.others().deadLetters() != refused) {
            violations.add(new Violation(Invariant.BOOKS, version + " counts " + books.others().deadLetters()
                    + " dead letters, and " + refused + " records were refused"));
        }
        return violations;
    }
}
