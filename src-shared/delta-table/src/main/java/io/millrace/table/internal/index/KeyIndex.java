package io.millrace.table.internal.index;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.millrace.table.SourcePartition;
import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.keys.KeyBuckets;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of the table that may hold keys. Files never change, so an entry stays valid as long as its file is in the
 * table, and the index can be rebuilt from the table. Its memory is bounded: a file whose keys do not fit is a candidate for
 * every key, which costs a scan of its key columns, and no duplicate is missed.
 */
public final class KeyIndex {
    /** Dead entries are removed when they are more than one in this number. */
    private static final int SWEEP_ABOVE = 8;
    private static final long FEW = 100_000;
    /** Bytes of an entry: eight and some slack; a file also has the blocks of its keys. */
    private static final long BYTES_PER_KEY = 10;
    /** Upper limit of the bytes that are in memory twice while files are read. */
    private static final long KEYS_AT_ONCE = 2_000_000;
    /** Upper limit of the files whose key columns are in memory at the same time. */
    private static final long BYTES_AT_ONCE = 64 << 20;

    private final KeyReader scan;
    private final long budgetBytes;
    private final int threads;
    private HashIndex hashes;
    private @Nullable KeyBuckets slots;
    private final Map<String, Integer> numbers = new HashMap<>();
    /** By number; null where the table no longer has the file. */
    private final List<@Nullable ActiveFile> files = new ArrayList<>();
    /** Free numbers: no entry of {@link #hashes} has them. */
    private final Deque<Integer> free = new ArrayDeque<>();
    /** Files that are not in {@link #hashes}: not read yet, too old to matter so far, or beyond the budget. */
    private final Map<String, ActiveFile> outside = new LinkedHashMap<>();
    private long deadKeys;

    /**
     * An index that reads files with as many threads as there are processors.
     *
     * @param budgetBytes
     *            upper limit of its memory, in bytes
     */
    public KeyIndex(KeyReader scan, long budgetBytes) {
        this(scan, budgetBytes, Runtime.getRuntime().availableProcessors());
    }

    /**
     * @param budgetBytes
     *            upper limit of its memory, in bytes
     * @param threads
     *            that read files at the same time, at least; 1: the calling thread
     */
    public KeyIndex(KeyReader scan, long budgetBytes, int threads) {
        this.scan = scan;
        this.budgetBytes = budgetBytes;
        this.threads = threads;
        this.hashes = new HashIndex(budgetBytes);
    }

    /** Applies the changes of the newest version. */
    public void follow(TableState.Change change, TableState state) {
        if (slots == null) {
            slots = new KeyBuckets(SourcePartition.count(state.marks().keySet()));
        }
        if (change.reloaded()) {
            List.copyOf(numbers.keySet()).stream().filter(path -> !state.files().containsKey(path))
                    .forEach(this::forget);
            outside.keySet().retainAll(state.files().keySet());
            state.files().forEach(this::note);
        } else {
            change.removed().forEach(this::forget);
            change.added().forEach(path -> note(path, Checks.notNull(state.files().get(path), path)));
        }
    }

    private void note(String path, ActiveFile file) {
        if (!numbers.containsKey(path)) {
            outside.put(path, file);
        }
    }

    /**
     * Applies a merge of this process, whose files need not be read.
     *
     * @param removed
     *            paths of the files that it rewrote
     * @param added
     *            the files that it wrote
     */
    public void committed(Set<String> removed, List<WrittenFile> added) {
        removed.forEach(this::forget);
        for (WrittenFile written : added) {
            scan.wrote(written.written());
            put(written.file(), written.keyHashes());
        }
    }

    private void put(ActiveFile file, long[] keyHashes) {
        if (numbers.containsKey(file.path())) {
            return;
        }
        if (fits(keyHashes.length)) {
            outside.remove(file.path());
            hashes.add(number(file), keyHashes);
        } else {
            outside.put(file.path(), file);
        }
    }

    /**
     * A file that may hold keys.
     *
     * @param file
     *            the file
     * @param places
     *            the indexes of the keys that it may hold, ascending
     */
    record Candidate(ActiveFile file, List<Integer> places) {}

    /** The files that may hold any of the keys. Never misses one. */
    public List<Candidate> candidates(KeyBatch keys) throws IOException {
        KeyBuckets covered = Checks.notNull(slots, "slots");
        if (covered.cover(keys.packed())) {
            startOver();
        }
        if (!load(keys.oldestIngestMicros(), covered) && covered.release()) {
            startOver();
            load(keys.oldestIngestMicros(), covered);
        }
        List<Candidate> candidates = known(keys.hashes());
        List<ActiveFile> unknown = outside.values().stream()
                .filter(file -> isWithin(keys.oldestIngestMicros(), file)).toList();
        if (!unknown.isEmpty()) {
            List<Integer> all = IntStream.range(0, keys.keys().size()).boxed().toList();
            unknown.forEach(file -> candidates.add(new Candidate(file, all)));
        }
        return candidates;
    }

    /** Those of the hashes that the index has more than once. */
    public Set<Long> repeated(long[] wanted, long oldestIngestMicros) throws IOException {
        KeyBuckets covered = Checks.notNull(slots, "slots");
        if (covered.coverAll()) {
            startOver();
        }
        load(oldestIngestMicros, covered);
        int[] hits = new int[wanted.length];
        hashes.find(wanted, (place, number) -> hits[place] += files.get(number) == null ? 0 : 1);
        return IntStream.range(0, wanted.length).filter(place -> hits[place] > 1).mapToObj(place -> wanted[place])
                .collect(Collectors.toSet());
    }

    /** The candidates by {@link #hashes}. */
    private List<Candidate> known(long[] wanted) {
        LongStream.Builder hits = LongStream.builder();
        hashes.find(wanted, (place, number) -> hits.add((long) number << Integer.SIZE | place));
        List<Candidate> known = new ArrayList<>();
        int last = -1;
        for (long hit : hits.build().sorted().toArray()) {
            int number = (int) (hit >>> Integer.SIZE);
            ActiveFile file = files.get(number);
            if (file != null) {
                if (number != last) {
                    known.add(new Candidate(file, new ArrayList<>(1)));
                    last = number;
                }
                known.getLast().places().add((int) hit);
            }
        }
        return known;
    }

    /** The candidates among the given files only. */
    public List<Candidate> candidatesIn(Set<String> paths, KeyBatch keys) throws IOException {
        return candidates(keys).stream().filter(candidate -> paths.contains(candidate.file().path())).toList();
    }

    private static boolean isWithin(long oldestIngestMicros, ActiveFile file) {
        return file.newestIngestMicros().orElse(Long.MAX_VALUE) >= oldestIngestMicros;
    }

    /** Memory used, in bytes. */
    public long bytes() {
        return hashes.bytes() + scan.bytes();
    }

    /** Reads the files outside the index that matter, as far as they fit; returns whether all of them did. */
    private boolean load(long oldest, KeyBuckets covered) throws IOException {
        List<ActiveFile> wanted = new ArrayList<>();
        long keys = 0;
        boolean all = true;
        for (ActiveFile file : List.copyOf(outside.values())) {
            if (isWithin(oldest, file)) {
                long expected = covered.share(Math.max(0, file.rows()));
                if (fits(keys + expected)) {
                    wanted.add(file);
                    keys += expected;
                } else {
                    all = false;
                }
            }
            if (keys > KEYS_AT_ONCE) {
                load(wanted, covered);
                wanted.clear();
                keys = 0;
            }
        }
        load(wanted, covered);
        return all;
    }

    private void load(List<ActiveFile> wanted, KeyBuckets covered) throws IOException {
        if (wanted.isEmpty()) {
            return; // the usual case: no thread needs to be woken
        }
        List<long[]> read = calls(wanted).each(wanted, file -> scan.hashes(file, covered));
        List<long[]> kept = new ArrayList<>();
        List<Integer> keptNumbers = new ArrayList<>();
        long keys = 0;
        for (int i = 0; i < read.size(); i++) {
            ActiveFile file = wanted.get(i);
            if (!numbers.containsKey(file.path()) && fits(keys + read.get(i).length)) {
                keys += read.get(i).length;
                kept.add(read.get(i));
                keptNumbers.add(number(file));
                outside.remove(file.path());
            }
        }
        hashes.add(keptNumbers.stream().mapToInt(Integer::intValue).toArray(), kept);
    }

    /** Reads as many files at once as there are threads, and more when they are small and in a remote storage. */
    private BoundedParallelIo calls(List<ActiveFile> wanted) {
        long largest = wanted.stream().mapToLong(ActiveFile::size).max().orElse(1);
        int fit = (int) Math.min(scan.calls().atOnce(), BYTES_AT_ONCE / Math.max(1, largest));
        return new BoundedParallelIo(Math.max(threads, fit));
    }

    /** Forgets all hashes: the index is to hold the keys of other buckets, or may lack some after an error. */
    public void startOver() {
        for (ActiveFile file : files) {
            if (file != null) {
                outside.put(file.path(), file);
            }
        }
        hashes = new HashIndex(budgetBytes);
        numbers.clear();
        files.clear();
        free.clear();
        deadKeys = 0;
    }

    private boolean fits(long keys) {
        return bytes() + Math.max(0, keys) * BYTES_PER_KEY <= budgetBytes
                && numbers.size() < HashIndex.MAX_FILES - 1;
    }

    /** Gives a file a number. */
    private int number(ActiveFile file) {
        if (free.isEmpty() && files.size() == HashIndex.MAX_FILES) {
            sweep();
        }
        Integer recycled = free.poll();
        int number = recycled == null ? files.size() : recycled;
        if (recycled == null) {
            files.add(file);
        } else {
            files.set(number, file);
        }
        numbers.put(file.path(), number);
        return number;
    }

    private void forget(String path) {
        outside.remove(path);
        scan.forget(path);
        Integer number = numbers.remove(path);
        if (number != null) {
            deadKeys += Math.max(0, Checks.notNull(files.get(number), path).rows());
            files.set(number, null);
            if (deadKeys > FEW && deadKeys > hashes.size() / SWEEP_ABOVE) {
                sweep();
            }
        }
    }

    private void sweep() {
        hashes.sweep(number -> files.get(number) != null);
        deadKeys = 0;
        free.clear();
        for (int number = 0; number < files.size(); number++) {
            if (files.get(number) == null) {
                free.add(number);
            }
        }
    }
}
