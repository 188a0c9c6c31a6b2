package io.millrace.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The JVM options that say the same as the attributes of a jar's manifest which the JVM reads only with {@code -jar}. */
final class ManifestOptions {
    private ManifestOptions() {}

    static List<String> of(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            return manifest == null ? List.of() : of(manifest.getMainAttributes());
        } catch (IOException e) {
            throw new UncheckedIOException("The jar " + jar + " cannot be read; build it first", e);
        }
    }

    static List<String> of(Attributes manifest) {
        var options = new ArrayList<String>();
        words(manifest, "Add-Exports").forEach(name -> options.add("--add-exports=" + name + "=ALL-UNNAMED"));
        words(manifest, "Add-Opens").forEach(name -> options.add("--add-opens=" + name + "=ALL-UNNAMED"));
        words(manifest, "Enable-Native-Access").forEach(name -> options.add("--enable-native-access=" + name));
        return List.copyOf(options);
    }

    private static List<String> words(Attributes manifest, String name) {
        var value = manifest.getValue(name);
        return value == null || value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
    }
}
