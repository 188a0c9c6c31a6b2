package io.millrace.contracts.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Warnings about the partitioning of a contract, before a table is created with it. */
public final class PartitionAdvice {
    /** A partition column that can have more values than this is warned of. */
    public static final int FEW_VALUES = 64;
    private static final String POINTER = "/millrace/partition-by";

    private PartitionAdvice() {}

    /**
     * Warnings about the contract.
     *
     * @param before
     *            the latest contract of the stream so far, if any
     */
    public static List<ContractProblem> warnings(Contract contract, Optional<Contract> before) {
        List<ContractProblem> warnings = new ArrayList<>();
        for (String column : contract.partitionBy()) {
            if (!column.equals(Contract.EVENT_DATE)) {
                values(contract, column).ifPresent(values -> warnings.add(new ContractProblem(POINTER, "'" + column
                        + "' " + values + ": each combination of partition values has files of its own, and many small"
                        + " files make merging, reading and upkeep slow. " + remedy(contract, column))));
            }
        }
        before.map(Contract::partitionBy).filter(was -> !was.equals(contract.partitionBy()))
                .ifPresent(was -> warnings.add(new ContractProblem(POINTER, "was " + was + " and is now "
                        + contract.partitionBy() + ": this is for a table that does not exist yet. A table that exists"
                        + " keeps its partitions until you run ./millrace repartition " + contract.stream())));
        return warnings;
    }

    /** Why a column may have many values; empty when it has few. */
    private static Optional<String> values(Contract contract, String column) {
        Schema schema = SupportedTypes.nonNull(contract.schema().getField(column).schema());
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return contract.partitionBy().contains(Contract.EVENT_DATE)
                    ? Optional.of("and event_date are two dates, which may meet in any combination")
                    : Optional.empty();
        }
        return switch (schema.getType()) {
            case BOOLEAN -> Optional.empty();
            case ENUM -> schema.getEnumSymbols().size() <= FEW_VALUES
                    ? Optional.empty()
                    : Optional.of("has " + schema.getEnumSymbols().size() + " values");
            case STRING, INT, LONG, BYTES, FIXED, FLOAT, DOUBLE, RECORD, ARRAY, MAP, UNION, NULL -> Optional
                    .of("is of type " + schema.getType().getName() + " and may have any number of values");
        };
    }

    private static String remedy(Contract contract, String column) {
        return contract.roles().region().filter(column::equals).isPresent()
                ? "Leave it out of partition-by: upkeep clusters the rows of a day by region, so that readers still"
                        + " skip what they do not need. Keep it only if it has few values."
                : "Keep it only if it has few values.";
    }
}
