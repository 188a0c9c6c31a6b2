package io.millrace.systemtests.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class ModulePackagesTest {
    private static final int LARGEST = 25;
    private static final String REASON = "More than " + LARGEST + " classes, because ";
    private static final ArchRule NO_CYCLE = slices().matching("io.millrace.(**)").should().beFreeOfCycles();
    private static final List<Trespass> FORBIDDEN = Arrays.stream(ModulePackages.values())
            .flatMap(module -> module.tree().forbidden().stream()).toList();

    @TempDir
    private static Path folder;

    private static JavaClasses all;
    private static JavaClasses trespassers;

    @BeforeAll
    static void importAll() throws IOException {
        all = Module.allClasses();
        trespassers = Trespass.compiled(Files.createDirectory(folder.resolve("forbidden")), FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource
    void packagesUseOnlyWhatIsListed(ModulePackages module) {
        module.tree().rule().check(all);
    }

    @ParameterizedTest
    @EnumSource
    void eachForbiddenDependencyIsFound(ModulePackages module) {
        // given
        List<Trespass> forbidden = module.tree().forbidden();
        Assumptions.assumeFalse(forbidden.isEmpty());
        // when
        String refusal = String.join("\n", module.tree().rule().evaluate(trespassers).getFailureReport().getDetails());
        // then
        assertAll(forbidden.stream().map(trespass -> () -> assertTrue(
                refusal.contains("<" + trespass.among(FORBIDDEN) + ".seen>"),
                () -> trespass + " is not found in\n" + refusal)));
    }

    @ParameterizedTest
    @EnumSource
    void everyPackageOfTheModuleIsListed(ModulePackages module) {
        // given
        String root = module.tree().root();
        // when
        Set<String> packages = classesByPackage().keySet().stream()
                .filter(name -> name.equals(root) || name.startsWith(root + "."))
                .collect(Collectors.toCollection(TreeSet::new));
        // then
        assertEquals(module.tree().packages(), packages);
    }

    @Test
    void packagesAreFreeOfCycles() {
        NO_CYCLE.check(all);
    }

    @Test
    void aCycleIsFound() throws IOException {
        // given
        JavaClasses cycle = new Trespass("io.millrace.one", "io.millrace.two.Seen")
                .compiledWithItsReverse(Files.createDirectory(folder.resolve("cycle")));
        // then
        assertThrows(AssertionError.class, () -> NO_CYCLE.check(cycle));
    }

    @Test
    void noPackageIsLargeWithoutAReason() {
        assertAll(classesByPackage().entrySet().stream().filter(entry -> entry.getValue() > LARGEST)
                .map(entry -> () -> assertTrue(packageInfo(entry.getKey()).contains(REASON),
                        entry.getKey() + " has " + entry.getValue() + " classes. Split it, or give the reason in its"
                                + " package-info, beginning with \"" + REASON + "\".")));
    }

    private static Map<String, Long> classesByPackage() {
        return all.stream().filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
                .filter(c -> !c.getSimpleName().contains("_") && !c.isAnnotatedWith("jakarta.annotation.Generated"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
    }

    private static String packageInfo(String name) throws IOException {
        String path = "src/main/java/" + name.replace('.', '/') + "/package-info.java";
        StringBuilder text = new StringBuilder();
        for (Module module : Module.ALL) {
            Path file = Repository.directory().resolve(module.folder()).resolve(path);
            if (Files.exists(file)) {
                text.append(Files.readString(file).replaceAll("\\s*\\n \\* ?", " "));
            }
        }
        return text.toString();
    }
}
