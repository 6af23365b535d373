package io.ecslifeguard;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.config.ConfigMapping;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.groups.MultiSubscribe;
import io.smallrye.mutiny.groups.UniAwait;
import io.smallrye.mutiny.groups.UniSubscribe;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The package rules of the design, and those of the house style that a machine can hold. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "io.ecslifeguard";

    private static final List<String> WHAT_IS_WATCHED =
            List.of("event", "queue", "cloud", "journal", "dispatch", "restart", "spot", "fleet", "notify", "settings");

    /** Which packages of ours a package may use; one that is not named here may not exist. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("settings", List.of()),
            Map.entry("event", List.of()),
            Map.entry("tracing", List.of()),
            Map.entry("decode", List.of("event")),
            Map.entry("queue", List.of("settings")),
            // the words for what it tells of: plain values
            Map.entry("cloud", List.of("event", "settings", "tracing")),
            Map.entry("journal", List.of("event", "cloud", "settings")),
            Map.entry("api", List.of("journal", "settings")),
            Map.entry("dispatch", List.of("api", "event", "decode", "queue", "journal", "settings", "tracing")),
            Map.entry("history", List.of("api", "event", "journal", "settings")),
            Map.entry("restart", List.of("api", "event", "dispatch", "journal", "cloud", "settings")),
            Map.entry("spot", List.of("event", "dispatch", "journal", "cloud", "settings")),
            Map.entry("fleet", List.of("event", "journal", "cloud", "settings")),
            Map.entry("notify", List.of("event", "dispatch", "journal", "settings")),
            Map.entry("health", WHAT_IS_WATCHED),
            Map.entry("metrics", WHAT_IS_WATCHED),
            Map.entry("selfcheck", List.of("event", "decode", "queue", "cloud")),
            Map.entry("nativeimage", List.of()),
            Map.entry("localcloud", List.of()),
            Map.entry("dev", List.of("localcloud")));

    @ArchTest
    static final ArchRule SETTINGS_ARE_FOUND_BY_THEIR_NAMES = classes()
            .that()
            .areAnnotatedWith(ConfigMapping.class)
            .should()
            .haveSimpleNameEndingWith("Config")
            .because("AllSettings looks for them so");

    @ArchTest
    void packagesUseWhatTheDesignAllows(JavaClasses classes) {
        MAY_USE.forEach((name, allowed) -> {
            var packages = Stream.concat(Stream.of(name), allowed.stream())
                    .map(ArchitectureTest::tree)
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(tree(name))
                    .should(onlyDependOnClassesThat(resideInAnyPackage(packages)
                            .or(resideOutsideOfPackage(tree()))
                            .or(name.equals("localcloud") ? resideInAPackage(tree(name)) : identifiers())))
                    .allowEmptyShould(true)
                    .because("DESIGN.md, section 3, allows " + name + " only " + allowed)
                    .check(classes);
        });
    }

    @ArchTest
    void everyPackageIsInTheDesign(JavaClasses classes) {
        var unknown = classes.stream()
                .map(ArchitectureTest::area)
                .filter(area -> !area.isEmpty() && !MAY_USE.containsKey(area))
                .collect(Collectors.toSet());
        assertThat(unknown)
                .as("packages that no rule knows: add them to DESIGN.md and here")
                .isEmpty();
    }

    @ArchTest
    void everyPackageSaysWhatItIsFor(JavaClasses classes) {
        var silent = new TreeSet<String>();
        classes.forEach(type -> silent.add(type.getPackageName()));
        classes.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .forEach(type -> silent.remove(type.getPackageName()));
        assertThat(silent).as("packages without a package-info.java").isEmpty();
    }

    @ArchTest
    static final ArchRule journalKnowsOfTheCloudOnlyWhatItKeeps = noClasses()
            .that()
            .resideInAPackage(tree("journal"))
            .should()
            .dependOnClassesThat(resideInAPackage(tree("cloud"))
                    .and(DescribedPredicate.describe(
                            "are not its CallLog or Pace",
                            type -> !type.getName().startsWith(ROOT + ".cloud.CallLog")
                                    && !type.getName().equals(ROOT + ".cloud.Pace"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule eventIsPlainJava = classes()
            .that()
            .resideInAPackage(tree("event"))
            .should(onlyDependOnClassesThat(resideInAnyPackage("java..", tree("event"))));

    @ArchTest
    static final ArchRule nobodyUsesTheStandIn = noClasses()
            .that()
            .resideOutsideOfPackages(tree("localcloud"), tree("dev"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(tree("localcloud"));

    @ArchTest
    static final ArchRule nobodyUsesDev = noClasses()
            .that()
            .resideOutsideOfPackages(tree("dev"), ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(tree("dev"));

    @ArchTest
    static final ArchRule nobodyUsesTheStartUpClass = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule localCloudsPackagesHaveNoCycles = slices().matching(ROOT + ".localcloud.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule reactionsDoNotKnowEachOther = slices().matching(ROOT + ".(restart|spot|notify)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyQueueAndCloudUseTheSdks = noClasses()
            .that()
            .resideOutsideOfPackages(tree("queue"), tree("cloud"), tree("nativeimage"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.aliyun..", "com.aliyuncs..")
            .because("the gateways decide what the vendor's words mean");

    @ArchTest
    static final ArchRule onlyMetricsMeasures = noClasses()
            .that()
            .resideOutsideOfPackage(tree("metrics"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..")
            .because("the others tell what happens, by interfaces of their own");

    @ArchTest
    static final ArchRule onlyTheBuildOfAnExecutableKnowsOfGraalVm = noClasses()
            .that()
            .resideOutsideOfPackage(tree("nativeimage"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.graalvm..", "com.oracle.svm..", tree("nativeimage"))
            .because("the package does not hold what these need");

    @ArchTest
    static final ArchRule onlyTracingKnowsOfSpans = noClasses()
            .that()
            .resideOutsideOfPackage(tree("tracing"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule beansAreBuiltByTheirConstructors =
            noFields().should().beAnnotatedWith(Inject.class).because("fields of beans are final");

    @ArchTest
    static final ArchRule fieldsAreNotPublic = fields().that()
            .arePublic()
            .should()
            .beStatic()
            .andShould()
            .beFinal()
            .allowEmptyShould(true);

    @ArchTest
    void observersReturnNothing(JavaClasses classes) {
        var observers = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getParameters().stream()
                        .anyMatch(parameter -> parameter.isAnnotatedWith(Observes.class)));
        assertThat(observers.filter(method -> !method.getRawReturnType().isEquivalentTo(void.class)))
                .as("CDI drops what an observer returns: a Uni would never run")
                .extracting(JavaMethod::getFullName)
                .isEmpty();
    }

    @ArchTest
    static final ArchRule nobodyWaits = noClasses()
            .that()
            .resideOutsideOfPackages(tree("localcloud"), tree("dev"))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(UniAwait.class)
            .because("a waiting event loop serves nobody");

    @ArchTest
    static final ArchRule subscriptionsAreInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, tree("dispatch"), tree("localcloud"))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(UniSubscribe.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(MultiSubscribe.class)
            .orShould()
            .callMethod(Uni.class, "subscribeAsCompletionStage")
            .because("who subscribes must also stop and report");

    @ArchTest
    void publicTypesAreUsedElsewhere(JavaClasses classes) {
        var filled = classes.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(ArchitectureTest::area)
                .collect(Collectors.toSet());
        var needless = classes.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .filter(type -> !type.getPackageName().equals(ROOT) && !isFoundByName(type))
                // A package that is still empty may be the one that needs it.
                .filter(type -> filled.containsAll(usersOf(area(type))))
                // The local cloud is there for tests and benchmarks, which are not among these classes.
                .filter(type -> !area(type).equals("localcloud"))
                .filter(type -> type.getDirectDependenciesToSelf().stream()
                        .map(dependency -> dependency.getOriginClass().getPackageName())
                        .allMatch(type.getPackageName()::equals));
        assertThat(needless.map(JavaClass::getName))
                .as("public, and used by no other package: make them package-private")
                .isEmpty();
    }

    /** What an instance is called is a word of every package of the service. */
    private static DescribedPredicate<JavaClass> identifiers() {
        return DescribedPredicate.describe("InstanceId", type -> type.getName().equals(ROOT + ".event.InstanceId"));
    }

    private static Set<String> usersOf(String area) {
        return MAY_USE.entrySet().stream()
                .filter(entry -> entry.getValue().contains(area))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The package below the root, {@code ""} for the root itself. */
    private static String area(JavaClass type) {
        var name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.")[0];
    }

    /** Frameworks, the build and the tests name these. */
    private static boolean isFoundByName(JavaClass type) {
        return Stream.of(
                                "jakarta.persistence.Entity",
                                "jakarta.ws.rs.Path",
                                "jakarta.ws.rs.ext.Provider",
                                "io.smallrye.config.ConfigMapping")
                        .anyMatch(type::isAnnotatedWith)
                || type.isAssignableTo("io.smallrye.config.ConfigSourceFactory")
                || type.tryGetMethod("main", String[].class).isPresent()
                || area(type).equals("dev")
                || area(type).equals("nativeimage");
    }

    private static String tree(String name) {
        return ROOT + "." + name + "..";
    }

    private static String tree() {
        return ROOT + "..";
    }
}
