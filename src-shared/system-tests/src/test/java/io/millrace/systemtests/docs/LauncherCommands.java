package io.millrace.systemtests.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.millrace.bench.Bench;
import io.millrace.launcher.Launcher;
import io.millrace.systemtests.debezium.VerifyDebezium;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command of {@code ./millrace}, put together from the programs that declare them. */
final class LauncherCommands {
    private static final CommandLine MODEL = model();

    private LauncherCommands() {}

    private static CommandLine model() {
        CommandLine root = Launcher.commandLine();
        CommandLine lab = Objects.requireNonNull(root.getSubcommands().get("lab"));
        CommandLine bench = Bench.commandLine();
        lab.addSubcommand("bench", bench);
        for (String command : List.of("race", "chaos", "simulate", "alerts")) {
            lab.addSubcommand(command, Objects.requireNonNull(bench.getSubcommands().get(command)));
            bench.getCommandSpec().removeSubcommand(command);
        }
        lab.addSubcommand("verify-debezium", VerifyDebezium.commandLine());
        return root.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** The commands with a help of their own, by their words: {@code "lab bench merge"}; the root is not among them. */
    static Map<String, CommandLine> visible() {
        Map<String, CommandLine> found = new LinkedHashMap<>();
        collect("", MODEL, found);
        return found;
    }

    private static void collect(String words, CommandLine command, Map<String, CommandLine> found) {
        command.getSubcommands().forEach((name, sub) -> {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                String all = (words + " " + name).strip();
                found.put(all, sub);
                collect(all, sub, found);
            }
        });
    }

    /** The reason why the words are not a command line of the script; empty when they are. Parameters may be missing. */
    static String fault(List<String> words) {
        try {
            MODEL.parseArgs(words.toArray(String[]::new));
            return "";
        } catch (CommandLine.MissingParameterException e) {
            return "";
        } catch (ParameterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** As {@link #fault}, for words with which a sentence goes on: of the command and the options that follow it alone. */
    static String faultOfStart(List<String> words) {
        CommandLine command = MODEL;
        List<String> rest = new ArrayList<>(words);
        while (!command.getSubcommands().isEmpty()) {
            String text = rest.isEmpty() ? "" : rest.removeFirst();
            String word = text.replaceAll("[^a-z-].*$", "");
            CommandLine sub = command.getSubcommands().get(word);
            if (sub == null) {
                return word.isEmpty() ? "" : "There is no command '" + word + "'";
            }
            if (!word.equals(text)) {
                return "";
            }
            command = sub;
        }
        for (String word : rest) {
            String option = word.replaceAll("[^a-z0-9-].*$", "");
            if (!option.startsWith("--")) {
                return "";
            }
            if (!command.getCommandSpec().optionsMap().containsKey(option)) {
                return "There is no option '" + option + "'";
            }
        }
        return "";
    }
}
