package io.millrace.systemtests.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

/**
 * The packages below a root package, and which of them each one may use.
 *
 * @param root
 *            the package above all of them
 * @param uses
 *            what each package may use, by its name below the root; the root itself is {@code ""}
 */
record PackageTree(String root, Map<String, Set<String>> uses) {
    static PackageTree below(String root) {
        return new PackageTree(root, Map.of());
    }

    /** The same tree with one package more, which may use the named ones. */
    PackageTree with(String name, String... used) {
        Map<String, Set<String>> more = new TreeMap<>(uses);
        more.put(name, new TreeSet<>(List.of(used)));
        return new PackageTree(root, more);
    }

    Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        uses.keySet().forEach(name -> packages.add(full(name)));
        return packages;
    }

    /** No package uses another one that is not listed for it. */
    ArchRule rule() {
        LayeredArchitecture rule = Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true);
        for (String name : uses.keySet()) {
            rule = rule.layer(full(name)).definedBy(full(name));
        }
        for (Map.Entry<String, Set<String>> entry : uses.entrySet()) {
            String[] allowed = entry.getValue().stream().map(this::full).toArray(String[]::new);
            rule = allowed.length == 0
                    ? rule.whereLayer(full(entry.getKey())).mayNotAccessAnyLayer()
                    : rule.whereLayer(full(entry.getKey())).mayOnlyAccessLayers(allowed);
        }
        return rule;
    }

    /** Each dependency between two of the packages that the rule forbids. */
    List<Trespass> forbidden() {
        return uses.entrySet().stream()
                .flatMap(user -> uses.keySet().stream()
                        .filter(used -> !used.equals(user.getKey()) && !user.getValue().contains(used))
                        .map(used -> new Trespass(full(user.getKey()), full(used) + ".Seen")))
                .toList();
    }

    private String full(String name) {
        return name.isEmpty() ? root : root + "." + name;
    }
}
