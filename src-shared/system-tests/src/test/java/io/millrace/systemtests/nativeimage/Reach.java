package io.millrace.systemtests.nativeimage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Follows the calls from the classes of the application, as a builder of native images does, and notes what they name that
 * is not there. A virtual call reaches the overriding methods of the classes that are made somewhere on the way (rapid type
 * analysis); what is only made by reflection is not seen. The builder sees more exactly what is reached, so some findings
 * are none for it.
 */
final class Reach {
    private final PackagedClasses classes;
    private final Substitutions substitutions;
    private final Hierarchy hierarchy;
    private final Map<String, Substitutions.Link> substituted = new HashMap<>();
    private final Map<String, Substitutions.Link> aliases = new HashMap<>();

    private final Deque<Called> open = new ArrayDeque<>();
    private final Set<String> reached = new HashSet<>();
    private final Set<String> initialized = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final Map<String, List<String>> madeBySupertype = new HashMap<>();
    private final Map<String, Set<String>> virtualCalls = new HashMap<>();
    private final Map<String, String> callers = new HashMap<>();
    private final Map<String, String> missing = new TreeMap<>();

    private record Called(ClassNode owner, MethodNode method) {
        String key() {
            return owner.name + "." + method.name + method.desc;
        }
    }

    Reach(PackagedClasses classes) {
        this.classes = classes;
        this.substitutions = new Substitutions(classes);
        this.hierarchy = new Hierarchy(classes);
        for (Substitutions.Link link : substitutions.links()) {
            if (link.substitute()) {
                substituted.put(link.original(), link);
            }
            aliases.put(link.owner() + "." + link.declared().name + link.declared().desc, link);
        }
    }

    /** Follows all methods of these classes; what is missing, each with a method that names it. */
    Map<String, String> from(Collection<String> roots) {
        for (String root : roots) {
            classes.find(root).ifPresent(node -> {
                make(root);
                node.methods.forEach(method -> enter(node, method, "the application"));
            });
        }
        while (!open.isEmpty()) {
            Called next = open.pop();
            follow(next);
        }
        return missing;
    }

    /** The classes whose static initializers are reached. */
    Set<String> initialized() {
        return initialized;
    }

    /** How a method is reached, the method first. */
    List<String> way(String method) {
        List<String> way = new ArrayList<>();
        for (String at = method; at != null && way.size() < 60; at = callers.get(at)) {
            way.add(at);
        }
        return way;
    }

    private void follow(Called called) {
        MethodNode method = called.method();
        for (AbstractInsnNode instruction : method.instructions) {
            switch (instruction) {
                case MethodInsnNode call -> call(call.getOpcode(), call.owner, call.name, call.desc, called);
                case FieldInsnNode field -> field(field, called);
                case TypeInsnNode type -> type(type, called);
                case LdcInsnNode constant when constant.cst instanceof Type type -> typed(type, called);
                case InvokeDynamicInsnNode dynamic -> {
                    handle(dynamic.bsm, called);
                    for (Object argument : dynamic.bsmArgs) {
                        if (argument instanceof Handle handle) {
                            handle(handle, called);
                        }
                    }
                }
                default -> {
                }
            }
        }
    }

    private void handle(Handle handle, Called from) {
        if (handle.getDesc().startsWith("(")) {
            int opcode = switch (handle.getTag()) {
                case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
                case Opcodes.H_INVOKESPECIAL, Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
                default -> Opcodes.INVOKEVIRTUAL;
            };
            if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL && there(handle.getOwner(), from)) {
                make(substitutions.original(handle.getOwner()));
            }
            call(opcode, handle.getOwner(), handle.getName(), handle.getDesc(), from);
        }
    }

    private void call(int opcode, String calledOwner, String calledName, String calledDescriptor, Called from) {
        Substitutions.Link alias = aliases.get(calledOwner + "." + calledName + calledDescriptor);
        String owner = alias == null ? substitutions.original(calledOwner) : alias.target();
        String name = alias == null ? calledName : alias.name();
        String descriptor = alias == null ? substitutions.originalDescriptor(calledDescriptor) : alias.descriptor();
        if (!there(owner, from) || owner.startsWith("[") || PackagedClasses.isOfTheJdk(owner)) {
            return;
        }
        Optional<ClassNode> declaring = hierarchy.declaring(owner, name, descriptor);
        if (declaring.isEmpty()) {
            if (!hierarchy.inheritsFromTheJdk(owner) && !ofObject(name)) {
                note(owner + "." + name + descriptor, from);
            }
            return;
        }
        MethodNode method = Hierarchy.method(declaring.get(), name, descriptor).orElseThrow();
        if (opcode == Opcodes.INVOKESTATIC) {
            initialize(declaring.get().name, from);
        }
        enter(declaring.get(), method, from.key());
        if (opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE) {
            String signature = name + descriptor;
            if (virtualCalls.computeIfAbsent(owner, key -> new HashSet<>()).add(signature)) {
                List.copyOf(madeBySupertype.getOrDefault(owner, List.of()))
                        .forEach(type -> virtual(type, name, descriptor, from.key()));
            }
        }
    }

    private void virtual(String type, String name, String descriptor, String from) {
        hierarchy.declaring(type, name, descriptor)
                .ifPresent(node -> enter(node, Hierarchy.method(node, name, descriptor).orElseThrow(), from));
    }

    private void enter(ClassNode node, MethodNode method, String from) {
        String key = node.name + "." + method.name + method.desc;
        if (!reached.add(key)) {
            return;
        }
        callers.put(key, from);
        Substitutions.Link substitute = substituted.get(key);
        if (substitute != null) {
            open.push(new Called(classes.find(substitute.owner()).orElseThrow(), substitute.declared()));
            callers.put(substitute.owner() + "." + substitute.declared().name + substitute.declared().desc, key);
        } else {
            open.push(new Called(node, method));
        }
    }

    private void field(FieldInsnNode field, Called from) {
        String owner = substitutions.original(field.owner);
        if (there(owner, from) && !PackagedClasses.isOfTheJdk(owner)) {
            if (owner.equals(field.owner) && !hierarchy.hasField(owner, field.name)
                    && !hierarchy.inheritsFromTheJdk(owner)) {
                note(owner + "." + field.name, from);
            }
            if (field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC) {
                initialize(owner, from);
            }
        }
    }

    private void type(TypeInsnNode type, Called from) {
        Type named = Type.getObjectType(type.desc);
        typed(named, from);
        if (type.getOpcode() == Opcodes.NEW && classes.has(substitutions.original(type.desc))) {
            make(substitutions.original(type.desc));
            initialize(substitutions.original(type.desc), from);
        }
    }

    private void typed(Type type, Called from) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) {
            there(element.getInternalName(), from);
        }
    }

    private boolean there(String given, Called from) {
        if (given.startsWith("[")) {
            return true;
        }
        String name = substitutions.original(given);
        if (classes.has(name) || PackagedClasses.isOfTheJdk(name)) {
            return true;
        }
        note(name, from);
        return false;
    }

    private void note(String what, Called from) {
        missing.putIfAbsent(what, from.key());
    }

    private void initialize(String name, Called from) {
        for (String type : hierarchy.supertypes(name)) {
            if (initialized.add(type)) {
                classes.find(type).flatMap(node -> Hierarchy.method(node, "<clinit>", "()V"))
                        .ifPresent(method -> enter(classes.find(type).orElseThrow(), method, from.key()));
            }
        }
    }

    private void make(String name) {
        if (!made.add(name)) {
            return;
        }
        Set<String> byTheJdk = hierarchy.calledByTheJdk(name);
        for (String type : hierarchy.supertypes(name)) {
            madeBySupertype.computeIfAbsent(type, key -> new ArrayList<>()).add(name);
            for (String signature : List.copyOf(virtualCalls.getOrDefault(type, Set.of()))) {
                int split = signature.indexOf('(');
                virtual(name, signature.substring(0, split), signature.substring(split), "a virtual call of " + type);
            }
            classes.find(type).ifPresent(node -> node.methods.stream()
                    .filter(m -> (m.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_ABSTRACT)) == 0)
                    .filter(m -> byTheJdk.contains(m.name))
                    .forEach(m -> virtual(name, m.name, m.desc, "the JDK")));
        }
    }

    private static boolean ofObject(String name) {
        return Set.of("getClass", "hashCode", "equals", "toString", "notify", "notifyAll", "wait", "clone", "finalize")
                .contains(name);
    }
}
