package io.millrace.systemtests.nativeimage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The methods that a native image has in place of others, from the annotations in the jars. Those that depend on a
 * condition are taken as if it held.
 */
final class Substitutions {
    private static final String TARGET_CLASS = "Lcom/oracle/svm/core/annotate/TargetClass;";
    private static final String TARGET_ELEMENT = "Lcom/oracle/svm/core/annotate/TargetElement;";
    private static final String SUBSTITUTE = "Lcom/oracle/svm/core/annotate/Substitute;";
    private static final String ALIAS = "Lcom/oracle/svm/core/annotate/Alias;";

    private final PackagedClasses classes;
    /** The original of a class that stands for another. */
    private final Map<String, String> originals = new HashMap<>();

    /**
     * A method that is substituted, or called by a substituting one.
     *
     * @param owner
     *            the class that declares the substitute
     * @param declared
     *            the method there
     * @param target
     *            the class that has the original
     * @param name
     *            of the original
     * @param descriptor
     *            of the original
     * @param substitute
     *            whether it replaces the original; else it only names it
     */
    record Link(String owner, MethodNode declared, String target, String name, String descriptor, boolean substitute) {
        String original() {
            return target + "." + name + descriptor;
        }
    }

    Substitutions(PackagedClasses classes) {
        this.classes = classes;
        for (String name : classes.names()) {
            // Only to save the reading of all classes: this is how everybody calls them.
            if (name.contains("Target_") || name.toLowerCase(Locale.ROOT).contains("substitut")
                    || name.contains("/graal/")) {
                classes.find(name).flatMap(Substitutions::target).ifPresent(target -> originals.put(name, target));
            }
        }
    }

    String original(String name) {
        return originals.getOrDefault(name, name);
    }

    /** All whose target class is in the jars. */
    List<Link> links() {
        List<Link> links = new ArrayList<>();
        originals.forEach((owner, target) -> {
            if (classes.has(target)) {
                ClassNode declaring = classes.find(owner).orElseThrow();
                declaring.methods.stream().flatMap(method -> link(declaring, method, target)).forEach(links::add);
            }
        });
        return links;
    }

    String originalDescriptor(String descriptor) {
        Type method = Type.getMethodType(descriptor);
        Type[] arguments = Stream.of(method.getArgumentTypes()).map(this::original).toArray(Type[]::new);
        return Type.getMethodDescriptor(original(method.getReturnType()), arguments);
    }

    private Type original(Type type) {
        return switch (type.getSort()) {
            case Type.ARRAY -> Type.getType("[".repeat(type.getDimensions()) + original(type.getElementType()));
            case Type.OBJECT -> Type.getObjectType(original(type.getInternalName()));
            default -> type;
        };
    }

    private Stream<Link> link(ClassNode declaring, MethodNode method, String target) {
        boolean substitute = annotation(method.visibleAnnotations, SUBSTITUTE).isPresent();
        if (!substitute && annotation(method.visibleAnnotations, ALIAS).isEmpty()) {
            return Stream.empty();
        }
        Optional<AnnotationNode> element = annotation(method.visibleAnnotations, TARGET_ELEMENT);
        if (element.filter(e -> value(e, "onlyWith") != null).isPresent()) {
            return Stream.empty();
        }
        String name = element.map(e -> (String) value(e, "name")).filter(n -> !n.isEmpty()).orElse(method.name);
        return Stream.of(new Link(declaring.name, method, target, name, originalDescriptor(method.desc), substitute));
    }

    private static Optional<String> target(ClassNode node) {
        return annotation(node.visibleAnnotations, TARGET_CLASS).flatMap(target -> {
            Object type = value(target, "value");
            String name = type instanceof Type t && !t.getInternalName().endsWith("TargetClass")
                    ? t.getInternalName()
                    : value(target, "className") instanceof String s ? s.replace('.', '/') : null;
            List<?> inner = value(target, "innerClass") instanceof List<?> list ? list : List.of();
            StringBuilder full = name == null ? null : new StringBuilder(name);
            if (full == null) {
                return Optional.empty();
            }
            inner.forEach(part -> full.append('$').append(part));
            return Optional.of(full.toString());
        });
    }

    private static Optional<AnnotationNode> annotation(@Nullable List<AnnotationNode> all, String type) {
        return all == null ? Optional.empty() : all.stream().filter(a -> a.desc.equals(type)).findFirst();
    }

    private static @Nullable Object value(AnnotationNode annotation, String key) {
        List<Object> values = annotation.values;
        for (int i = 0; values != null && i < values.size(); i += 2) {
            if (values.get(i).equals(key)) {
                return values.get(i + 1);
            }
        }
        return null;
    }
}
