package io.millrace.bench.race;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.table.S3Options;
import io.millrace.table.TableLocation;
import picocli.CommandLine.Option;

/** The options that give a process of a race the location of the table. */
final class RaceTable {
    @Option(names = "--table", required = true)
    private String table = "";
    @Option(names = "--endpoint")
    private Optional<URI> endpoint = Optional.empty();

    TableLocation location() {
        return TableLocation.parse(table, new S3Options(endpoint, Optional.empty(), true));
    }

    /** The bronze table beside a table. */
    static TableLocation bronze(TableLocation table) {
        return beside(table, RaceTopic.CONTRACT.stream().bronzeTable());
    }

    /** The table of dead letters beside a table. */
    static TableLocation letters(TableLocation table) {
        return beside(table, RaceTopic.CONTRACT.stream().letterTable());
    }

    private static TableLocation beside(TableLocation table, String name) {
        return switch (table) {
            case TableLocation.Folder folder -> new TableLocation.Folder(folder.path().resolveSibling(name));
            case TableLocation.S3Bucket bucket -> new TableLocation.S3Bucket(bucket.bucket(),
                    bucket.prefix().substring(0, bucket.prefix().lastIndexOf('/') + 1) + name, bucket.options());
        };
    }

    /** These options, for this place. */
    static List<String> options(TableLocation where) {
        return switch (where) {
            case TableLocation.Folder folder -> List.of("--table", folder.path().toString());
            case TableLocation.S3Bucket bucket -> {
                List<String> options = new ArrayList<>(
                        List.of("--table", "s3://" + bucket.bucket() + "/" + bucket.prefix()));
                bucket.options().endpoint().ifPresent(at -> options.addAll(List.of("--endpoint", at.toString())));
                yield options;
            }
        };
    }

    /** The folder of a table that lies in one. */
    static Path folder(TableLocation where) {
        return switch (where) {
            case TableLocation.Folder folder -> folder.path();
            case TableLocation.S3Bucket bucket -> throw new IllegalArgumentException(bucket + " is no folder");
        };
    }
}
