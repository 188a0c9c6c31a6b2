package io.millrace.contracts.schema;

import java.util.List;
import java.util.stream.Collectors;

/** A schema that cannot be the contract of a stream, or a shared type. Not retryable: the schema must change. */
public class ContractException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<ContractProblem> problems;

    public ContractException(String subject, List<ContractProblem> problems) {
        this(problems, "The contract " + subject);
    }

    private ContractException(List<ContractProblem> problems, String subject) {
        super(subject + " is refused: "
                + problems.stream().map(ContractProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** The refusal of a schema as a shared type. */
    public static ContractException ofType(TypeName type, List<ContractProblem> problems) {
        return new ContractException(problems, "The type " + type);
    }

    /** Every problem found, in the order of the schema; never empty. */
    public List<ContractProblem> problems() {
        return problems;
    }
}
