package io.millrace.bench.chaos.guard;

/**
 * Takes a guard out of a method of the services or of their libraries, in the language of Byteman.
 *
 * @param name
 *            of the rule
 * @param place
 *            the lines that name the class, the method and the position
 * @param action
 *            what is done there
 */
public record MethodRule(String name, String place, String action) {
    /** No key is ever found in the table. */
    public static final MethodRule NO_KEY_CHECK = new MethodRule("NO_KEY_CHECK", """
            CLASS io.millrace.table.internal.index.KeyReader
            METHOD find(io.millrace.table.internal.log.ActiveFile,java.util.List)
            AT ENTRY""", "RETURN new java.util.HashMap()");
    /** Whatever is offered counts as not merged yet. */
    public static final MethodRule NO_WATERMARK = new MethodRule("NO_WATERMARK", """
            CLASS io.millrace.table.mergerule.OffsetRange
            METHOD against
            AT ENTRY""", "$1 = $0.from");
    /** Kernel, which knows no keys, puts a merge on top of what others committed. */
    public static final MethodRule NO_CONFLICT_CHECK = new MethodRule("NO_CONFLICT_CHECK", """
            CLASS io.delta.kernel.internal.TransactionImpl
            METHOD commit
            AT ENTRY""", "$0.maxRetries = 200");
    /** A merge goes on though its dead letters were not stored. */
    public static final MethodRule NO_DEAD_LETTER_BLOCK = new MethodRule("NO_DEAD_LETTER_BLOCK", """
            CLASS io.millrace.contracts.record.DeadLetterTopic
            METHOD write
            AT ENTRY""", "RETURN");

    /** The rule, as the agent reads it. */
    String text() {
        return "RULE " + name + "\n" + place + "\nIF TRUE\nDO " + action + "\nENDRULE\n";
    }
}
