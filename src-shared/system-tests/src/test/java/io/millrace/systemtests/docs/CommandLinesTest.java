package io.millrace.systemtests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@code ./millrace} command in documents, comments, messages and help exists, with its options. */
class CommandLinesTest {
    @Test
    void everyCommandInDocumentsAndSourcesIsOneOfTheLauncher() {
        List<String> faults = new ArrayList<>();
        int seen = 0;
        for (Path file : Documents.ending(".md", ".java", ".txt", ".xml", ".options", ".bash", "millrace")) {
            if (String.valueOf(file.getFileName()).startsWith("CommandLines")) {
                continue;
            }
            String text = Documents.text(file);
            boolean markdown = String.valueOf(file).endsWith(".md");
            for (String command : markdown ? CommandLines.inMarkdown(text) : CommandLines.inJavadoc(text)) {
                seen++;
                String fault = LauncherCommands.fault(CommandLines.words(command));
                if (!fault.isEmpty()) {
                    faults.add(file + ": " + command + ": " + fault);
                }
            }
            for (String command : CommandLines.inSentences(text)) {
                String fault = LauncherCommands.faultOfStart(CommandLines.words(command));
                if (!fault.isEmpty()) {
                    faults.add(file + ": " + command + ": " + fault);
                }
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(seen > 30, "only saw " + seen + " commands in code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"`./millrace bench merge`", "`./millrace table S --colour`",
            "    ./millrace up --detached  # starts it\n", "```\n./millrace rows S --limit many\n```\n"})
    void aCommandThatDoesNotExistIsFound(String text) {
        List<String> commands = CommandLines.inMarkdown(text);

        assertEquals(1, commands.size());
        assertNotEquals("", LauncherCommands.fault(CommandLines.words(commands.getFirst())));
    }

    @Test
    void aCommandInJavadocThatDoesNotExistIsFound() {
        String command = CommandLines.inJavadoc("/** The program behind {@code ./millrace lab\n * races}. */")
                .getFirst();

        assertNotEquals("", LauncherCommands.fault(CommandLines.words(command)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Run ./millrace start\"", "\"Run ./millrace lab verify-sparks TABLE again\"",
            "\"Run ./millrace up --detached, then look\""})
    void aMessageThatNamesNoCommandIsFound(String text) {
        List<String> commands = CommandLines.inSentences(text);

        assertEquals(1, commands.size());
        assertNotEquals("", LauncherCommands.faultOfStart(CommandLines.words(commands.getFirst())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"`./millrace dlq list STREAM [--limit N]`", "`MILLRACE_BATCH_EVERY=5s ./millrace up`",
            "    ./millrace lab race --spark --storage s3   # a comment\n", "`./millrace lab fuzz [SECONDS]`"})
    void aCommandThatExistsIsNone(String text) {
        assertEquals("", LauncherCommands.fault(CommandLines.words(CommandLines.inMarkdown(text).getFirst())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"what ./millrace up started", "Run ./millrace status\", e);",
            "./millrace lab verify-view}: x"})
    void aSentenceMayGoOnBehindACommand(String text) {
        assertEquals("", LauncherCommands.faultOfStart(CommandLines.words(CommandLines.inSentences(text).getFirst())));
    }
}
