package io.millrace.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.millrace.launcher.local.LauncherException;

/** A file that a command was given. */
final class TextFile {
    private TextFile() {}

    /**
     * Reads it as UTF-8.
     *
     * @param content
     *            what it should hold, for the message
     * @throws LauncherException
     *             when there is none, or it is not readable
     */
    static String read(Path file, String content) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new LauncherException("There is no file " + file + ". Name a file with " + content + ".", e);
        } catch (IOException e) {
            throw new LauncherException("The file " + file + " cannot be read as UTF-8 text (" + e
                    + "). Name a readable file with " + content + ".", e);
        }
    }
}
