package io.millrace.systemtests.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command lines {@code ./millrace ...} in documents, comments and messages. */
final class CommandLines {
    private static final String SCRIPT = "./millrace";
    private static final Pattern CODE_SPAN = Pattern.compile("(?<!`)`([^`]+)`(?!`)");
    private static final Pattern JAVADOC_CODE = Pattern.compile("\\{@code ([^}]+)\\}");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```|(?:^ {4}[^\\n]*\\n)+");
    /** Where a command line of a block ends: another command, a pipe, a comment or a column of explanations. */
    private static final Pattern END = Pattern.compile("[|;&#\"<>()]| {3,}|\\.\\.\\.");

    private CommandLines() {}

    /** Those that stand in code of a Markdown document: in spans and in blocks. */
    static List<String> inMarkdown(String text) {
        List<String> found = new ArrayList<>();
        Matcher blocks = CODE_BLOCK.matcher(text);
        while (blocks.find()) {
            blocks.group().lines().filter(line -> line.contains(SCRIPT)).map(CommandLines::cut).forEach(found::add);
        }
        found.addAll(spans(CODE_SPAN.matcher(blocks.replaceAll(""))));
        return found;
    }

    /** Those that stand in code of Javadoc. */
    static List<String> inJavadoc(String text) {
        return spans(JAVADOC_CODE.matcher(text));
    }

    private static List<String> spans(Matcher spans) {
        List<String> found = new ArrayList<>();
        while (spans.find()) {
            if (spans.group(1).contains(SCRIPT)) {
                found.add(cut(spans.group(1).replaceAll("\\s+(\\* )?", " ")));
            }
        }
        return found;
    }

    /** Those of any text, each up to the end of its line: a sentence may go on behind the command. */
    static List<String> inSentences(String text) {
        return text.lines().flatMap(line -> Pattern.compile("(?=\\./millrace )").splitAsStream(line))
                .filter(part -> part.startsWith(SCRIPT + " ")).toList();
    }

    /** The words behind the script: without brackets, and with 1 for a placeholder such as {@code STREAM}. */
    static List<String> words(String commandLine) {
        String optionsGiven = commandLine.replaceAll("\\[(--[^\\]]*)\\]", "$1").replaceAll("\\[[^\\]]*\\]", "");
        return Stream.of(optionsGiven.substring(SCRIPT.length()).strip().split("\\s+")).filter(word -> !word.isEmpty())
                .map(word -> word.matches("[A-Z]+(,[A-Z]+)*") ? "1" : word).toList();
    }

    private static String cut(String line) {
        String command = line.substring(line.indexOf(SCRIPT));
        Matcher end = END.matcher(command);
        return end.find() ? command.substring(0, end.start()) : command;
    }
}
