package io.ecslifeguard.documentation;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** The settings that the sources declare in interfaces with {@code @ConfigMapping}, with their Javadoc. */
final class Mappings {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Map<String, String> TYPES = Map.of(
            "boolean", "true or false",
            "int", "number",
            "Integer", "number",
            "double", "number",
            "BigDecimal", "number",
            "Duration", "duration",
            "String", "text");

    private final CompilationUnitTree unit;
    private final DocTrees docs;
    private final Map<String, ClassTree> nested = new LinkedHashMap<>();
    private final List<Setting> settings = new ArrayList<>();

    private Mappings(CompilationUnitTree unit, DocTrees docs) {
        this.unit = unit;
        this.docs = docs;
    }

    /** What one interface is about, and its settings in their order. */
    record Group(String prefix, String about, List<Setting> settings) {}

    /** All interfaces of the sources, by their prefix. */
    static List<Group> read() {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = Files.walk(SOURCES);
                var manager = compiler.getStandardFileManager(null, null, null)) {
            var sources = manager.getJavaFileObjectsFromPaths(
                    files.filter(file -> file.toString().endsWith("Config.java"))
                            .sorted()
                            .toList());
            var task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, sources);
            var groups = new ArrayList<Group>();
            for (var unit : task.parse()) {
                new Mappings(unit, DocTrees.instance(task)).group().ifPresent(groups::add);
            }
            groups.sort((one, other) -> one.prefix().compareTo(other.prefix()));
            return groups;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Optional<Group> group() {
        var mapping = (ClassTree) unit.getTypeDecls().get(0);
        var prefix = annotation(mapping.getModifiers().getAnnotations(), "ConfigMapping");
        return prefix.map(value -> {
            mapping.getMembers().stream()
                    .filter(ClassTree.class::isInstance)
                    .map(ClassTree.class::cast)
                    .forEach(type -> nested.put(type.getSimpleName().toString(), type));
            add(value, mapping);
            return new Group(value, meaning(mapping), List.copyOf(settings));
        });
    }

    private void add(String prefix, ClassTree mapping) {
        for (var member : mapping.getMembers()) {
            if (member instanceof MethodTree method) {
                var own = annotation(method.getModifiers().getAnnotations(), "WithName")
                        .orElseGet(() -> kebab(method.getName().toString()));
                add(prefix + "." + own, method, method.getReturnType().toString());
            }
        }
    }

    private void add(String property, MethodTree method, String type) {
        if (type.startsWith("Map<String, ")) {
            add(property + ".<name>", method, inner(type.replace("String, ", "")));
        } else if (nested.containsKey(type) && nested.get(type).getKind() == Tree.Kind.INTERFACE) {
            add(property, nested.get(type));
        } else {
            var byDefault = annotation(method.getModifiers().getAnnotations(), "WithDefault")
                    .filter(value -> !value.startsWith("${"));
            settings.add(new Setting(property, word(type), byDefault, meaning(method)));
        }
    }

    private String word(String type) {
        if (type.startsWith("Optional<")) {
            return word(inner(type));
        }
        if (type.startsWith("List<")) {
            return word(inner(type)) + ", separated by commas";
        }
        var known = TYPES.get(type);
        return known != null ? known : choices(type);
    }

    private String choices(String type) {
        var choice = nested.get(type);
        if (choice == null || choice.getKind() != Tree.Kind.ENUM) {
            return type.equals("Notice.Kind") ? "kind of notice" : type;
        }
        return choice.getMembers().stream()
                .filter(member -> member.getKind() == Tree.Kind.VARIABLE)
                .map(member -> "`"
                        + ((com.sun.source.tree.VariableTree) member)
                                .getName()
                                .toString()
                                .toLowerCase() + "`")
                .collect(Collectors.joining(", "));
    }

    private String meaning(Tree tree) {
        var comment = docs.getDocComment(TreePath.getPath(unit, tree));
        if (comment == null) {
            throw new IllegalStateException("No Javadoc says what this is for: " + tree);
        }
        return comment.replaceAll("(?s)\\n\\s*@.*", "")
                .replaceAll("<p>", "")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link #?(?:\\w+#)?(\\w+)}", "`$1`")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }

    private static Optional<String> annotation(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .map(annotation -> text(annotation.getArguments().get(0)))
                .findFirst();
    }

    private static String text(ExpressionTree argument) {
        var value = argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
        return ((LiteralTree) value).getValue().toString();
    }

    private static String inner(String generic) {
        return generic.substring(generic.indexOf('<') + 1, generic.lastIndexOf('>'));
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase();
    }
}
