package io.ecslifeguard.restart;

import static java.util.stream.Collectors.toMap;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.stream.Stream;

/** Settings of restarts as operators make them. */
final class TestRestartConfig {

    private static final String PREFIX = "lifeguard.restart.";
    private static final int HIGHEST = 1000;

    private TestRestartConfig() {}

    /**
     * The defaults, but that nothing waits out a debounce.
     *
     * @param settings what else differs from them, such as {@code max-starts=1}
     */
    static RestartConfig with(String... settings) {
        Map<String, String> values = Stream.of(settings)
                .map(setting -> setting.split("=", 2))
                .collect(toMap(pair -> PREFIX + pair[0], pair -> pair[1]));
        values.putIfAbsent(PREFIX + "debounce", "0s");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "the test", HIGHEST))
                .withMapping(RestartConfig.class)
                .build()
                .getConfigMapping(RestartConfig.class);
    }
}
