package io.millrace.systemtests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The help that {@code ./millrace} prints without a build is that of the programs. {@code -Dmillrace.help.write=true} writes
 * the files.
 */
class HelpFilesTest {
    private static final int SCREENFUL = 40;
    private static final String OVERVIEW = "millrace.txt";

    static Set<String> commands() {
        return LauncherCommands.visible().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandPrintsItsOwnHelp(String command) throws IOException {
        Path file = folder().resolve(command.replace(' ', '-') + ".txt");
        CommandLine program = Objects.requireNonNull(LauncherCommands.visible().get(command), command);
        String usage = program.setUsageHelpWidth(110).getUsageMessage(Ansi.OFF);
        if (Boolean.getBoolean("millrace.help.write")) {
            Files.createDirectories(folder());
            Files.writeString(file, usage);
        }
        assertTrue(Files.exists(file), () -> file + " is missing; run this test with -Dmillrace.help.write=true");
        assertEquals(usage, Files.readString(file), "Run this test with -Dmillrace.help.write=true");
        assertTrue(usage.lines().count() <= SCREENFUL, () -> command + " prints more than a screenful");
    }

    @Test
    void noFileIsLeftOfACommandThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            Set<String> expected = new TreeSet<>(Set.of(OVERVIEW));
            commands().forEach(command -> expected.add(command.replace(' ', '-') + ".txt"));
            assertEquals(expected, files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet()));
        }
    }

    @Test
    void theOverviewNamesEveryCommandAndFitsOnAScreen() throws IOException {
        String overview = Files.readString(folder().resolve(OVERVIEW));

        for (String command : commands()) {
            String word = command.split(" ")[0];
            assertTrue(overview.contains("\n  " + word + " "), () -> "'" + word + "' in:\n" + overview);
        }
        assertTrue(overview.lines().count() <= SCREENFUL);
    }

    @Test
    void theScriptRunsEveryCommandOfTheProgramsAndNoOther() throws IOException {
        String script = Files.readString(Repository.directory().resolve("millrace"));
        String lab = Files.readString(Repository.directory().resolve("src-shared/system-tests/lab.bash"));

        Set<String> expected = new TreeSet<>();
        commands().stream()
                .map(command -> command.startsWith("lab ") ? "lab " + command.split(" ")[1] : command.split(" ")[0])
                .forEach(expected::add);
        Set<String> found = new TreeSet<>(cases(script.substring(script.lastIndexOf("\ncase \"$command\"")), ""));
        found.remove("help");
        found.addAll(cases(lab.substring(lab.indexOf("\nlab() {")), "lab "));
        assertEquals(expected, found);
    }

    @Test
    void everyProgramThatTheScriptNamesExists() {
        Set<String> sources = new TreeSet<>();
        Documents.ending(".java").forEach(file -> sources.add(file.toString().replace('/', '.')));
        String lab = Documents.text(Repository.directory().resolve("src-shared/system-tests/lab.bash"));

        Matcher names = Pattern.compile("io\\.millrace\\.[a-z.]+\\.[A-Z]\\w+").matcher(lab);
        int seen = 0;
        while (names.find()) {
            seen++;
            String name = names.group() + ".java";
            assertTrue(sources.stream().anyMatch(source -> source.endsWith(name)), () -> "There is no " + name);
        }
        assertTrue(seen > 3);
    }

    /** The words of the branches of a {@code case}. */
    private static Set<String> cases(String text, String prefix) {
        return text.lines().map(String::strip).filter(line -> line.matches("[a-z][a-z| -]*\\).*"))
                .flatMap(line -> Stream.of(line.substring(0, line.indexOf(')')).split("\\|"))).map(String::strip)
                .filter(word -> !word.startsWith("-")).map(word -> prefix + word).collect(Collectors.toSet());
    }

    private static Path folder() {
        return Repository.directory().resolve("src-shared/launcher/help");
    }
}
