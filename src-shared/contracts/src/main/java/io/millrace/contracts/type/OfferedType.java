package io.millrace.contracts.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.millrace.contracts.schema.AdditiveCheck;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;

/**
 * A text that is to become the next version of a shared type.
 *
 * @param type
 *            the type that results; its version has no name yet
 * @param avsc
 *            the text as it is to be registered
 */
public record OfferedType(SharedType type, String avsc) {
    /**
     * Reads a text.
     *
     * @param newest
     *            gives the newest version of another type
     * @throws ContractException
     *             with every problem, when it cannot be a shared type of this name
     */
    public static OfferedType of(TypeName name, String avsc, Function<TypeName, Optional<SharedType>> newest) {
        return new OfferedType(TypeParser.parse(new TypeReference(name, ""), avsc, newest), avsc);
    }

    /** Whether the registered version is this one already. A text with all definitions is, too: it is what a reader gets. */
    public boolean isSameAs(SharedType registered) {
        return registered.schema().equals(type.schema())
                && (type.parts().isEmpty() || registered.parts().equals(type.parts()));
    }

    /** The reasons why this cannot follow the registered version; empty when it can. */
    public List<ContractProblem> problems(SharedType registered) {
        List<ContractProblem> problems = new ArrayList<>(AdditiveCheck.problems(registered.schema(), type.schema()));
        if (!isSameAs(registered)) {
            problems.addAll(ResolvedSchema.redefined(avsc,
                    registered.parts().stream().flatMap(part -> part.closure().stream()).toList()));
        }
        return problems;
    }
}
