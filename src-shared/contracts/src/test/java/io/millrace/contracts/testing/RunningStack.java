package io.millrace.contracts.testing;

import java.nio.file.Path;

import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker and registry for all tests that ask for a {@link DevStack}; it ends with the test run. */
public final class RunningStack implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RunningStack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DevStack.class;
    }

    @Override
    public DevStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(DevStack.class,
                type -> DevStack.start(DevStackConfig.ephemeral(Path.of("target", "dev-stack"))), DevStack.class);
    }
}
