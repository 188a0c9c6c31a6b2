package io.millrace.contracts.registry;

import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.schema.AdditiveCheck;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.type.ResolvedSchema;

/**
 * A text that is to become the contract of a stream, bound to the newest versions of the shared types that it names.
 *
 * @param contract
 *            the contract that results, not registered
 * @param avsc
 *            the text as it is to be registered
 * @param resolved
 *            the text with the definitions of the shared types
 */
public record OfferedContract(Contract contract, String avsc, ResolvedSchema resolved) {
    /**
     * Reads a text.
     *
     * @throws ContractException
     *             with every problem, when the text names an unknown type or cannot be a contract
     * @throws RegistryUnavailableException
     *             when the text names a type that is not in it and the registry does not answer
     */
    public static OfferedContract of(StreamName stream, String avsc, TypeRegistry types) {
        return switch (ResolvedSchema.of(avsc, types::newest)) {
            case ResolvedSchema.Resolution.Unresolved(List<ContractProblem> problems) ->
                throw new ContractException(stream.value(), problems);
            case ResolvedSchema.Resolution.Resolved(ResolvedSchema resolved) -> new OfferedContract(
                    ContractParser.parse(stream, resolved.avsc()).boundTo(resolved.closure()), avsc, resolved);
        };
    }

    /**
     * Whether the registered contract is this one already. A text without references is, too, when it is the schema of a
     * contract with references: it is what a reader of that contract gets.
     */
    public boolean isSameAs(Contract registered) {
        return registered.schema().equals(contract.schema()) && AdditiveCheck.problems(registered, contract).isEmpty()
                && (resolved.parts().isEmpty() || registered.types().equals(contract.types()));
    }

    /** The reasons why this cannot follow the registered contract; empty when it can. */
    public List<ContractProblem> problems(Contract registered) {
        List<ContractProblem> problems = new ArrayList<>(AdditiveCheck.problems(registered, contract));
        if (!isSameAs(registered)) {
            problems.addAll(ResolvedSchema.redefined(avsc, registered.types()));
        }
        return problems;
    }
}
