package io.millrace.systemtests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    static final String WHO = "Trespasser";

    /** The trespasser, compiled against a stand-in for what it sees. */
    JavaClasses compiled(Path folder) throws IOException {
        return compiled(folder, "");
    }

    /** The same, and the class that it sees depends on it in turn. */
    JavaClasses compiledWithItsReverse(Path folder) throws IOException {
        return compiled(folder, from + "." + WHO + " reverse;");
    }

    private JavaClasses compiled(Path folder, String memberOfSeen) throws IOException {
        int dot = to.lastIndexOf('.');
        Path seen = write(folder, to.substring(0, dot), to.substring(dot + 1), memberOfSeen);
        Path trespasser = write(folder, from, WHO, to + " seen;");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", classes.toString(),
                seen.toString(), trespasser.toString());
        if (failed != 0) {
            throw new AssertionError("the trespass from " + from + " to " + to + " does not compile");
        }
        return new ClassFileImporter().importPaths(List.of(classes));
    }

    private static Path write(Path folder, String inPackage, String name, String member) throws IOException {
        return Files.writeString(folder.resolve(name + ".java"),
                "package " + inPackage + "; public class " + name + " { " + member + " }");
    }
}
