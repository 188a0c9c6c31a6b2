package io.millrace.bench.chaos.preload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.TableStorage;

/** Stores one file outside the folder of faults, and one in it, as writers do; prints the outcome, and its clock. */
final class StorageProbe {
    private StorageProbe() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolveSibling("outside"), "outside");
        long start = System.nanoTime();
        TableStorage.Put put = new LocalStorage().putIfAbsent(folder.resolve("file").toString(),
                "content".getBytes(StandardCharsets.UTF_8));
        System.out.println(put);
        System.out.println((System.nanoTime() - start) / 1_000_000);
        System.out.println(System.currentTimeMillis());
    }
}
