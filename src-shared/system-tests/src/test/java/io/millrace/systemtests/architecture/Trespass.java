package io.millrace.systemtests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.tools.ToolProvider;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/**
 * A dependency that is not allowed.
 *
 * @param from
 *            the package that has it
 * @param to
 *            the class that must not be seen there
 */
record Trespass(String from, String to) {
    private static final String WHO = "Trespasser";

    /** The trespasser, and the class that it sees depends on it in turn. */
    JavaClasses compiledWithItsReverse(Path folder) throws IOException {
        int dot = to.lastIndexOf('.');
        Path seen = write(folder, to.substring(0, dot), to.substring(dot + 1), from + "." + WHO + " reverse;");
        Path trespasser = write(folder, from, WHO, to + " seen;");
        return imported(folder, List.of(seen.toString(), trespasser.toString()));
    }

    /**
     * The trespassers of all of these dependencies, each compiled against a stand-in for the class that it sees. One
     * compilation for all: a compiler per trespasser takes seconds.
     */
    static JavaClasses compiled(Path folder, List<Trespass> trespasses) throws IOException {
        List<String> sources = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < trespasses.size(); i++) {
            Trespass trespass = trespasses.get(i);
            int dot = trespass.to.lastIndexOf('.');
            if (seen.add(trespass.to)) {
                Path parent = Files.createDirectory(folder.resolve("seen" + i));
                sources.add(
                        write(parent, trespass.to.substring(0, dot), trespass.to.substring(dot + 1), "").toString());
            }
            sources.add(write(folder, trespass.from, WHO + i, trespass.to + " seen;").toString());
        }
        return imported(folder, sources);
    }

    /** The name of the compiled class that has this dependency, among the trespassers of these. */
    String among(List<Trespass> trespasses) {
        return from + "." + WHO + trespasses.indexOf(this);
    }

    private static JavaClasses imported(Path folder, List<String> sources) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        arguments.addAll(sources);
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new AssertionError("The trespassers do not compile: " + sources);
        }
        return new ClassFileImporter().importPaths(List.of(classes));
    }

    private static Path write(Path folder, String inPackage, String name, String member) throws IOException {
        return Files.writeString(folder.resolve(name + ".java"),
                "package " + inPackage + "; public class " + name + " { " + member + " }");
    }
}
