package io.ecslifeguard.restart;

import static java.util.stream.Collectors.toMap;

import io.ecslifeguard.testing.TestSettings;
import java.util.Map;
import java.util.stream.Stream;

/** Settings of restarts as operators make them. */
final class TestRestartConfig {

    private static final String PREFIX = "lifeguard.restart.";

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
        return TestSettings.read(RestartConfig.class, values);
    }
}
