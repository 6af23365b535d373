package io.ecslifeguard;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.util.List;

/** The interfaces behind every setting of the service. */
final class AllSettings {

    /** By their names, which {@link ArchitectureTest} sees to: reading all classes takes seconds. */
    static final List<Class<?>> MAPPINGS = new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> location.contains("Config.class"))
                    .importPackages("io.ecslifeguard")
                    .stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    private AllSettings() {}
}
