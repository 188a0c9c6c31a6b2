package io.millrace.table.internal.nativeimage;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** A substituting method or constructor, and the rules by which the builder looks for what it substitutes. */
record Substitution(Class<?> declaring, Executable substitute) {
    static Stream<Substitution> of(Class<?> declaring) {
        return Stream.of(declaring.getDeclaredMethods(), declaring.getDeclaredConstructors()).flatMap(Arrays::stream)
                .filter(member -> member.isAnnotationPresent(Substitute.class))
                .map(member -> new Substitution(declaring, member));
    }

    Executable target() throws NoSuchMethodException {
        Class<?> target = original(declaring);
        Class<?>[] parameters = Arrays.stream(substitute.getParameterTypes()).map(Substitution::original)
                .toArray(Class<?>[]::new);
        return substitute instanceof Constructor<?>
                ? target.getDeclaredConstructor(parameters)
                : target.getDeclaredMethod(substitute.getName(), parameters);
    }

    boolean isStatic() {
        return isStatic(substitute);
    }

    Class<?> returned() {
        return returned(substitute);
    }

    static boolean isStatic(Executable member) {
        return Modifier.isStatic(member.getModifiers());
    }

    static Class<?> returned(Executable member) {
        return member instanceof Method method ? original(method.getReturnType()) : void.class;
    }

    /** The class itself, or the one that it is annotated to stand for. */
    private static Class<?> original(Class<?> type) {
        TargetClass target = type.getAnnotation(TargetClass.class);
        if (target == null) {
            return type;
        }
        String inner = String.join("$", target.innerClass());
        return inner.isEmpty() ? target.value() : named(target.value().getName() + "$" + inner);
    }

    static Class<?> named(String name) {
        try {
            return Class.forName(name, false, Substitution.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("there is no class " + name, e);
        }
    }

    @Override
    public String toString() {
        return declaring.getSimpleName() + "." + substitute.getName();
    }
}
