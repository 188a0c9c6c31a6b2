package io.millrace.systemtests.nativeimage;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Supertypes, and which class a member is in. */
final class Hierarchy {
    private final PackagedClasses classes;
    private final Map<String, Set<String>> supertypes = new HashMap<>();
    private final Map<String, Optional<ClassNode>> declaring = new HashMap<>();
    private final Map<String, Set<String>> methodsOfTheJdk = new HashMap<>();

    Hierarchy(PackagedClasses classes) {
        this.classes = classes;
    }

    /** A class, its superclasses and all interfaces; those of the JDK by their names alone. */
    Set<String> supertypes(String name) {
        Set<String> known = supertypes.get(name);
        if (known != null) {
            return known;
        }
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(name));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                classes.find(next).ifPresent(node -> {
                    open.addAll(node.interfaces);
                    if (node.superName != null) {
                        open.push(node.superName);
                    }
                });
            }
        }
        supertypes.put(name, found);
        return found;
    }

    /** The class that has the method which a call to this owner runs; superclasses come first. */
    Optional<ClassNode> declaring(String owner, String name, String descriptor) {
        return declaring.computeIfAbsent(owner + "." + name + descriptor, key -> search(owner, name, descriptor));
    }

    private Optional<ClassNode> search(String owner, String name, String descriptor) {
        Optional<ClassNode> abstractly = Optional.empty();
        for (String type : supertypes(owner)) {
            Optional<ClassNode> node = classes.find(type);
            Optional<MethodNode> method = node.flatMap(n -> method(n, name, descriptor));
            if (method.isPresent()) {
                if ((method.get().access & Opcodes.ACC_ABSTRACT) == 0) {
                    return node;
                }
                abstractly = abstractly.or(() -> node);
            }
        }
        return abstractly;
    }

    /** Whether a supertype is of the JDK, and may have the member. */
    boolean inheritsFromTheJdk(String owner) {
        return supertypes(owner).stream()
                .anyMatch(type -> PackagedClasses.isOfTheJdk(type) && !type.equals("java/lang/Object"));
    }

    boolean hasField(String owner, String name) {
        return supertypes(owner).stream().anyMatch(type -> classes.find(type)
                .filter(node -> node.fields.stream().anyMatch(field -> field.name.equals(name))).isPresent());
    }

    /** Names of methods by which the JDK calls an object of this class. */
    Set<String> calledByTheJdk(String name) {
        Set<String> called = new HashSet<>(Set.of("equals", "hashCode", "toString", "compareTo"));
        for (String type : supertypes(name)) {
            if (PackagedClasses.isOfTheJdk(type) && !type.equals("java/lang/Object")) {
                called.addAll(methodsOfTheJdk.computeIfAbsent(type, Hierarchy::overridable));
            }
        }
        return called;
    }

    static Optional<MethodNode> method(ClassNode node, String name, String descriptor) {
        for (MethodNode method : node.methods) {
            if (method.name.equals(name) && method.desc.equals(descriptor)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private static Set<String> overridable(String type) {
        Set<String> names = new HashSet<>();
        try {
            Class<?> loaded = Class.forName(type.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
            Arrays.stream(loaded.getMethods()).map(Method::getName).forEach(names::add);
            for (Class<?> c = loaded; c != null; c = c.getSuperclass()) {
                Arrays.stream(c.getDeclaredMethods()).filter(m -> !Modifier.isPrivate(m.getModifiers()))
                        .map(Method::getName).forEach(names::add);
            }
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the JDK has the package of " + type + " but not the class", e);
        }
        return names;
    }
}
