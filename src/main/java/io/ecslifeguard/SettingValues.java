package io.ecslifeguard;

import io.smallrye.config.ConfigValidationException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What is said of values that cannot be read: the configuration library's own words do not help whoever set them. */
final class SettingValues {

    private static final Pattern UNREADABLE = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern CHOICE = Pattern.compile("allowed values: ([\\w-].*)");
    private static final Pattern CODE = Pattern.compile("SRCFG\\d+: ");
    private static final int LONGEST_VALUE = 60;

    private SettingValues() {}

    /** One sentence for each value that cannot be read, which names the setting, its variable and an example. */
    static List<String> sentences(ConfigValidationException failure) {
        return IntStream.range(0, failure.getProblemCount())
                .mapToObj(number -> sentence(failure.getProblem(number).getMessage()))
                .sorted()
                .toList();
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
        if (detail.contains(YesOrNo.NEITHER)) {
            return "is " + YesOrNo.NEITHER + "; for example true";
        }
        return "cannot be read: " + CODE.matcher(detail).replaceAll("");
    }
}
