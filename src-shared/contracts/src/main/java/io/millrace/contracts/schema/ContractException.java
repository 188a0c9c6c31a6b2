package io.millrace.contracts.schema;

import java.util.List;
import java.util.stream.Collectors;

/** A schema that cannot be the contract of a stream. Not retryable: the schema must change. */
public class ContractException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<ContractProblem> problems;

    public ContractException(String subject, List<ContractProblem> problems) {
        super("The contract " + subject + " is refused: "
                + problems.stream().map(ContractProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, in the order of the schema; never empty. */
    public List<ContractProblem> problems() {
        return problems;
    }
}
