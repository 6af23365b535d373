package io.ecslifeguard.testing;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Settings as the service reads them, without the service. */
public final class TestSettings {

    private static final int HIGHEST = 1000;

    private TestSettings() {}

    /**
     * One group of settings.
     *
     * @param settings by their whole names; the defaults hold for all others
     */
    public static <T> T read(Class<T> mapping, Map<String, String> settings) {
        return builder(List.of(mapping), settings).build().getConfigMapping(mapping);
    }

    /**
     * Reads all of these groups, and ignores what belongs to none.
     *
     * @throws ConfigValidationException where values cannot be read
     */
    public static void check(Collection<Class<?>> mappings, Map<String, String> settings) {
        var unused = builder(mappings, settings).withValidateUnknown(false).build();
    }

    private static SmallRyeConfigBuilder builder(
            Collection<? extends Class<?>> mappings, Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "the test", HIGHEST));
        mappings.forEach(builder::withMapping);
        return builder;
    }
}
