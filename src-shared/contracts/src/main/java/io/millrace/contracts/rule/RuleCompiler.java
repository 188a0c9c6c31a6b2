package io.millrace.contracts.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions of the rules of one contract, and collects the fields that they name. */
final class RuleCompiler {
    /** In characters of Unicode. */
    static final int MAX_LENGTH = 4_096;
    /** The steps of one evaluation through lists and maps. */
    static final int MAX_ITERATIONS = 10_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_PATTERN = 2_000;
    private static final String ARGUMENT = "argument";
    /** Functions that refuse some texts; a constant that they refuse is an error of the rule. */
    private static final Map<String, String> CHECKED = checked();
    /** The result may not depend on an operand that fails. */
    private static final Set<String> CONDITIONAL = Set.of("_||_", "_&&_", "_?_:_");

    private final Schema schema;
    private final CelOptions options = CelOptions.current().enableHeterogeneousNumericComparisons(true)
            .enableQuotedIdentifierSyntax(true).maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH).comprehensionMaxIterations(MAX_ITERATIONS)
            .maxRegexProgramSize(MAX_PATTERN).build();
    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(options).build();
    private final CelCompiler compiler;
    private final List<RuleFault> faults;

    RuleCompiler(Schema schema, RuleTypes types, List<RuleFault> faults) {
        this.schema = schema;
        this.faults = faults;
        CelCompilerBuilder builder = builder().setTypeProvider(types)
                .addVar(RuleTypes.MESSAGE, types.ofRecord(schema)).addVar(RuleTypes.NOW, SimpleType.TIMESTAMP);
        for (Schema.Field field : schema.getFields()) {
            if (RuleTypes.isVariable(field.name())) {
                builder.addVar(field.name(), types.of(field.schema()));
            }
        }
        this.compiler = builder.build();
    }

    private CelCompilerBuilder builder() {
        return CelCompilerFactory.standardCelCompilerBuilder().setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    }

    /** Compiles a rule; null when it cannot be run, with the faults noted. */
    @Nullable
    CompiledRule compile(RuleSyntax.Found found) {
        String pointer = found.pointer() + "/expr";
        int before = faults.size();
        CelValidationResult result = compiler.compile(found.rule().expression());
        for (CelIssue issue : result.getErrors()) {
            fault(pointer, issue.getSourceLocation(), reason(issue));
        }
        if (faults.size() > before) {
            return null;
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            check(tree, pointer);
            if (faults.size() > before) {
                return null;
            }
            return new CompiledRule(found.rule(), runtime.createProgram(tree), paths(tree));
        } catch (CelValidationException | CelEvaluationException e) {
            faults.add(new RuleFault(pointer, "cannot be run: " + e.getMessage()));
            return null;
        }
    }

    private void check(CelAbstractSyntaxTree tree, String pointer) {
        CelType type = tree.getResultType();
        if (type.kind() != CelKind.BOOL && type.kind() != CelKind.DYN) {
            fault(pointer, location(tree, tree.getExpr().id()), "must be of type bool, is of type " + type.name());
        }
        int before = faults.size();
        CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(node -> {
            switch (node.getKind()) {
                case STRUCT -> fault(pointer, location(tree, node.id()), "must not make a message");
                case CALL -> checkConstant(tree, node.expr().call(), pointer);
                default -> {
                    // Cannot fail for every event.
                }
            }
        });
        if (faults.size() == before) {
            evaluateConstants(tree, CelNavigableAst.fromAst(tree).getRoot(), pointer);
        }
    }

    /**
     * Evaluates the operations without any variable, which have one result: one that fails, and is evaluated whatever else the
     * event has, fails for every event.
     */
    private void evaluateConstants(CelAbstractSyntaxTree tree, CelNavigableExpr node, String pointer) {
        if (node.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return;
        }
        if (node.allNodes().anyMatch(RuleCompiler::isVariable)) {
            if (!CONDITIONAL.contains(node.expr().call().function())) {
                node.children().forEach(child -> evaluateConstants(tree, child, pointer));
            }
            return;
        }
        try {
            CelAbstractSyntaxTree alone = builder().build()
                    .check(CelAbstractSyntaxTree.newParsedAst(node.expr(), tree.getSource())).getAst();
            Object unused = runtime.createProgram(alone).eval();
        } catch (CelValidationException | CelEvaluationException e) {
            fault(pointer, location(tree, node.id()), "the operation fails for every event");
        }
    }

    private static boolean isVariable(CelNavigableExpr node) {
        return node.getKind() == CelExpr.ExprKind.Kind.IDENT || node.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION;
    }

    private static Map<String, String> checked() {
        Map<String, String> trials = new HashMap<>(Map.of("matches", "''.matches(" + ARGUMENT + ") == true",
                "timestamp", "timestamp(" + ARGUMENT + ") == timestamp(0)", "duration",
                "duration(" + ARGUMENT + ") == duration('0s')"));
        for (String part : List.of("FullYear", "Month", "Date", "DayOfMonth", "DayOfWeek", "DayOfYear", "Hours",
                "Minutes", "Seconds", "Milliseconds")) {
            trials.put("get" + part, "timestamp(0).get" + part + "(" + ARGUMENT + ") == 0");
        }
        return Map.copyOf(trials);
    }

    private void checkConstant(CelAbstractSyntaxTree tree, CelExpr.CelCall call, String pointer) {
        String trial = CHECKED.get(call.function());
        if (trial == null || call.args().isEmpty()) {
            return;
        }
        CelExpr last = call.args().getLast();
        if (last.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || last.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return;
        }
        try {
            CelAbstractSyntaxTree alone = builder().addVar(ARGUMENT, SimpleType.STRING).build().compile(trial)
                    .getAst();
            Object unused = runtime.createProgram(alone).eval(Map.of(ARGUMENT, last.constant().stringValue()));
        } catch (CelValidationException | CelEvaluationException e) {
            fault(pointer, location(tree, last.id()), "the text is no argument of " + call.function() + "()");
        }
    }

    /** The paths of the fields that an expression names. */
    private Set<List<String>> paths(CelAbstractSyntaxTree tree) {
        Set<List<String>> paths = new LinkedHashSet<>();
        CelNavigableAst.fromAst(tree).getRoot().allNodes()
                .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
                .forEach(node -> {
                    String name = node.expr().ident().name();
                    boolean whole = name.equals(RuleTypes.MESSAGE);
                    if (whole || (RuleTypes.isVariable(name) && schema.getField(name) != null)) {
                        List<String> path = new ArrayList<>();
                        if (!whole) {
                            path.add(name);
                        }
                        addSelected(node, path);
                        paths.add(List.copyOf(NeededFields.throughRecords(schema, path)));
                    }
                });
        return paths;
    }

    private static void addSelected(CelNavigableExpr node, List<String> path) {
        Optional<CelNavigableExpr> parent = node.parent();
        if (parent.isPresent() && parent.get().getKind() == CelExpr.ExprKind.Kind.SELECT) {
            path.add(parent.get().expr().select().field());
            addSelected(parent.get(), path);
        }
    }

    private static CelSourceLocation location(CelAbstractSyntaxTree tree, long id) {
        Integer offset = tree.getSource().getPositionsMap().get(id);
        return offset == null
                ? CelSourceLocation.NONE
                : tree.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.NONE);
    }

    private void fault(String pointer, CelSourceLocation at, String reason) {
        faults.add(new RuleFault(pointer, at.getLine() < 1
                ? reason
                : "line " + at.getLine() + ", column " + (at.getColumn() + 1) + ": " + reason));
    }

    /** Without the list of all overloads, and without the words of a Java exception. */
    private static String reason(CelIssue issue) {
        String message = issue.getMessage();
        if (message.startsWith("For input string")) {
            return "the number is out of range";
        }
        int candidates = message.indexOf(" (candidates: ");
        return candidates < 0 ? message : message.substring(0, candidates);
    }
}
