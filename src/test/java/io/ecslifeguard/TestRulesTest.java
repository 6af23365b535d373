package io.ecslifeguard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.parallel.Execution;

@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.OnlyIncludeTests.class)
class TestRulesTest {

    @ArchTest
    static final ArchRule applicationsDoNotStartBesideEachOther = classes()
            .that()
            .areAnnotatedWith(QuarkusTest.class)
            .should()
            .beAnnotatedWith(Execution.class)
            .because("Quarkus allows one application in a JVM, and test classes run beside each other");
}
