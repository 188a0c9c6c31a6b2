package io.millrace.bench.chaos.scoreboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The file of all recorded runs, and the document that shows them. A run is added and never changed; the tables between the
 * marks of the document are written from all runs.
 *
 * @param runs
 *            a line of JSON for each run
 * @param document
 *            in Markdown
 * @param kinds
 *            of faults that there are: one that no run has done is shown as well
 */
public record Scoreboard(Path runs, Path document, List<String> kinds) {
    private static final String BEGIN = "<!-- chaos runs: written by lab chaos --record -->\n";
    private static final String END = "<!-- end of chaos runs -->\n";

    /** That of a checkout. */
    public static Scoreboard of(Path checkout, List<String> kinds) {
        Path docs = checkout.resolve("src-shared/docs");
        return new Scoreboard(docs.resolve("proof/chaos-runs.jsonl"), docs.resolve("proof.md"), List.copyOf(kinds));
    }

    /** Adds a run, and writes the tables again. */
    public void add(JsonNode run) {
        try {
            String text = Files.readString(document);
            int begin = text.indexOf(BEGIN);
            int end = text.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new IllegalStateException(document + " lacks the marks of the table of runs. Put them back: "
                        + BEGIN.strip() + " and " + END.strip());
            }
            Files.createDirectories(runs.resolveSibling(""));
            Files.writeString(runs, run + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.writeString(document,
                    text.substring(0, begin + BEGIN.length()) + "\n" + RunTables.of(all(), kinds) + "\n"
                            + text.substring(end));
        } catch (IOException e) {
            throw new UncheckedIOException("The run cannot be recorded in " + runs + " and " + document, e);
        }
    }

    private List<JsonNode> all() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(runs)) {
            all.add(new ObjectMapper().readTree(line));
        }
        return all;
    }
}
