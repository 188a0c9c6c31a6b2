package io.millrace.ingest.http.connection;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;

import jakarta.inject.Singleton;

import io.netty.bootstrap.ServerBootstrap;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;

/**
 * Registers {@link ConnectionInitializer} with Netty before the first port is opened. Netty's own look-up uses a class
 * loader that does not see this service in dev mode and in tests, and does not exist in a native image; so its result
 * is replaced.
 */
@Singleton
@RegisterForReflection(classNames = {
        NettyExtensions.KNOWN,
        NettyExtensions.KNOWN + "$ServiceLoadingExtensions"})
class NettyExtensions implements VertxOptionsCustomizer {
    static final String KNOWN = "io.netty.bootstrap.ChannelInitializerExtensions";

    @Override
    public void accept(VertxOptions options) {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        ClassLoader netty = ServerBootstrap.class.getClassLoader();
        try {
            Class<?> known = Class.forName(KNOWN, true, netty);
            field(known, "implementation").set(null, null);
            Object extensions = method(known, "getExtensions").invoke(null);
            var unused = method(known, "extensions", ClassLoader.class).invoke(extensions, netty);
            field(extensions.getClass(), "extensions").set(extensions, List.of(new ConnectionInitializer()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of Netty stores its extensions differently from " + KNOWN
                    + " in 4.1.139; requests that its HTTP parser refuses would get no problem response", e);
        }
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }
}
