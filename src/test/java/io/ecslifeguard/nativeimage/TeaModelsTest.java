package io.ecslifeguard.nativeimage;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.tea.TeaModel;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TeaModelsTest {

    /** How a JVM tells that a class comes into use; to be loaded is not enough for that. */
    private static final Pattern IN_USE = Pattern.compile("Initializing '(com/aliyun/[^']+)'");

    private final TeaModels models = new TeaModels(TeaModel.class);

    /**
     * Of a native build the analysis finds the models that bytecode names, as this test does, and the walk must find the rest:
     * those that come into use although nobody names them.
     */
    @Test
    void findsEveryModelThatACallOfTheServiceUses() throws Exception {
        // Given
        var bytecode = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(
                        "io.ecslifeguard.cloud",
                        "io.ecslifeguard.queue",
                        "com.aliyun.teaopenapi",
                        "com.aliyun.teautil",
                        "com.aliyun.openapiutil",
                        "com.aliyun.credentials");
        var named = named(bytecode);

        // When
        var used = modelsInUse();

        // Then
        assertThat(used)
                .as("the models of every request that the service can make")
                .containsAll(requests(bytecode));
        assertThat(used).as("models that nobody names").anyMatch(model -> !named.contains(model));
        assertThat(named.stream().flatMap(model -> models.with(model).stream()).collect(toSet()))
                .containsAll(used);
    }

    @Test
    void looksIntoListsMapsAndArraysToAnyDepth() {
        assertThat(models.with(Outer.class))
                .containsExactlyInAnyOrder(
                        Outer.class, Parent.class, InList.class, InMapOfLists.class, InArray.class, Deep.class);
    }

    @Test
    void takesNothingForAModelThatIsNone() {
        assertThat(models.with(String.class)).isEmpty();
        assertThat(models.with(TeaModel.class)).isEmpty();
    }

    private static Set<Class<?>> modelsInUse() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("every-call-");
        var log = directory.resolve("classes");
        var output = directory.resolve("output");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xlog:class+init=info:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EveryCall.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> "every call: " + read(output)).isZero();
        return IN_USE.matcher(read(log))
                .results()
                .map(match -> match.group(1).replace('/', '.'))
                .<Class<?>>map(TeaModelsTest::type)
                .filter(TeaModelsTest::isModel)
                .collect(toSet());
    }

    private static Set<Class<?>> named(JavaClasses bytecode) {
        return bytecode.stream()
                .filter(type -> !type.isAssignableTo(TeaModel.class))
                .flatMap(type -> Stream.concat(
                        type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass),
                        type.getMethodCallsFromSelf().stream()
                                .map(call -> call.getTarget().getRawReturnType())))
                .map(JavaClass::getName)
                .filter(name -> name.startsWith("com.aliyun."))
                .distinct()
                .<Class<?>>map(TeaModelsTest::type)
                .filter(TeaModelsTest::isModel)
                .collect(toSet());
    }

    private static Set<Class<?>> requests(JavaClasses bytecode) {
        return bytecode.stream()
                .filter(type -> type.getPackageName().startsWith("io.ecslifeguard."))
                .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                .map(JavaConstructorCall::getTargetOwner)
                .map(JavaClass::getName)
                .filter(name -> name.startsWith("com.aliyun."))
                .distinct()
                .<Class<?>>map(TeaModelsTest::type)
                .filter(TeaModelsTest::isModel)
                .collect(toSet());
    }

    private static boolean isModel(Class<?> type) {
        return TeaModel.class.isAssignableFrom(type) && type != TeaModel.class;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, TeaModelsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static class Parent extends TeaModel {}

    public static class Outer extends Parent {
        public String text;
        public List<InList> list;
        public Map<String, ? extends List<InMapOfLists>> lists;
        public InArray[] array;
    }

    public static class InList extends TeaModel {
        public List<List<Deep>> deep;
        public Outer around;
    }

    public static class InMapOfLists extends TeaModel {}

    public static class InArray extends TeaModel {}

    public static class Deep extends TeaModel {}
}
