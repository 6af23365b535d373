package io.ecslifeguard.restart;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether the settings of restarts make sense. */
@ApplicationScoped
class RestartSettings implements Settings {

    private static final int LONGEST_TAG_KEY = 128;

    private final RestartConfig config;

    RestartSettings(RestartConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.restart");
        problems.unless(
                !config.tag().isBlank() && config.tag().length() <= LONGEST_TAG_KEY,
                "tag",
                "the key of a tag has 1 to " + LONGEST_TAG_KEY + " characters",
                "ecs-lifeguard/restart");
        problems.notNegative("debounce", config.debounce(), "15s");
        problems.positive("look-interval", config.lookInterval(), "20s");
        problems.positive("start-patience", config.startPatience(), "5m");
        problems.positive("answer-patience", config.answerPatience(), "60s");
        problems.positive("patience", config.patience(), "6h");
        problems.range("max-starts", config.maxStarts(), 1, 100, "3");
        problems.notNegative("after-interruption", config.afterInterruption(), "1h");
        problems.notNegative("platform-patience", config.platformPatience(), "2h");
        return problems.all();
    }
}
