package io.ecslifeguard;

import io.ecslifeguard.api.ApiConfig;
import io.ecslifeguard.cloud.CloudConfig;
import io.ecslifeguard.dispatch.DispatchConfig;
import io.ecslifeguard.fleet.FleetConfig;
import io.ecslifeguard.health.HealthConfig;
import io.ecslifeguard.journal.DatabaseConfig;
import io.ecslifeguard.journal.JournalConfig;
import io.ecslifeguard.metrics.MetricsConfig;
import io.ecslifeguard.notify.NotifyConfig;
import io.ecslifeguard.queue.QueueConfig;
import io.ecslifeguard.restart.RestartConfig;
import io.ecslifeguard.spot.SpotConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Whether the values of the settings can be read at all, asked before anything starts: what the configuration library
 * says of a value that it cannot read does not help whoever set it.
 */
final class SettingValues {

    /** All settings of the service. A list, since the native executable cannot look for them. */
    static final List<Class<?>> ALL = List.of(
            ApiConfig.class,
            CloudConfig.class,
            DatabaseConfig.class,
            DispatchConfig.class,
            FleetConfig.class,
            HealthConfig.class,
            JournalConfig.class,
            MetricsConfig.class,
            NotifyConfig.class,
            QueueConfig.class,
            RestartConfig.class,
            SpotConfig.class);

    private static final Pattern UNREADABLE = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern CHOICE = Pattern.compile("allowed values: ([\\w-].*)");
    private static final Pattern CODE = Pattern.compile("SRCFG\\d+: ");
    private static final String NEITHER = "neither true nor false";
    private static final int LONGEST_VALUE = 60;
    private static final int PRECEDENCE = 1000;

    private SettingValues() {}

    /** One sentence for each value that cannot be read, which names the setting, its variable and an example. */
    static List<String> problems() {
        return problems(ConfigUtils::configBuilder);
    }

    static List<String> problems(Supplier<SmallRyeConfigBuilder> configuration) {
        var builder = configuration
                .get()
                .withValidateUnknown(false)
                // The library takes what it does not know for false: a misspelt dry-run would act.
                .withConverter(Boolean.class, PRECEDENCE, SettingValues::yesOrNo);
        ALL.forEach(builder::withMapping);
        try {
            var unused = builder.build();
            return List.of();
        } catch (ConfigValidationException failure) {
            return IntStream.range(0, failure.getProblemCount())
                    .mapToObj(number -> sentence(failure.getProblem(number).getMessage()))
                    .sorted()
                    .toList();
        }
    }

    private static Boolean yesOrNo(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y", "on", "1" -> true;
            case "false", "no", "n", "off", "0" -> false;
            default -> throw new IllegalArgumentException(NEITHER);
        };
    }

    private static String sentence(String problem) {
        var unreadable = UNREADABLE.matcher(problem);
        if (!unreadable.find()) {
            return CODE.matcher(problem).replaceAll("");
        }
        var key = unreadable.group(1);
        var variable = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        var value = unreadable.group(2);
        var shown = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
        return "Set %s (%s): '%s' %s.".formatted(key, variable, shown, why(unreadable.group(3)));
    }

    private static String why(String detail) {
        var choice = CHOICE.matcher(detail);
        if (choice.find()) {
            var words = choice.group(1).split("[, ]+");
            Arrays.sort(words);
            return "is none of " + String.join(", ", words) + "; for example " + words[0];
        }
        if (detail.startsWith("Invalid duration")) {
            return "is no length of time; for example 500ms, 8s or 5m";
        }
        if (detail.contains("Expected an integer value")) {
            return "is no whole number; for example 5";
        }
        if (detail.contains(NEITHER)) {
            return "is " + NEITHER + "; for example true";
        }
        return "cannot be read: " + CODE.matcher(detail).replaceAll("");
    }
}
