package io.ecslifeguard.restart;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Whether the settings of restarts make sense. */
@ApplicationScoped
class RestartSettings implements Settings {

    private static final int LONGEST_TAG_KEY = 128;
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

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
        problems.positive("retry-wait", config.retryWait(), "5s");
        problems.positive("patience", config.patience(), "6h");
        problems.notNegative("back-off", config.backOff(), "30s");
        problems.unless(
                config.longestBackOff().compareTo(config.backOff()) >= 0,
                "longest-back-off",
                "it is " + config.longestBackOff() + ", and must not be shorter than lifeguard.restart.back-off",
                "10m");
        problems.positive("window", config.window(), "1h");
        problems.unless(
                config.window().compareTo(LONGEST_WINDOW) <= 0,
                "window",
                "it is " + config.window() + ", and starts are counted over 24 hours at most",
                "1h");
        problems.range("max-starts", config.maxStarts(), 1, 100, "5");
        problems.range("max-starts-per-day", config.maxStartsPerDay(), 1, 1000, "10");
        problems.positive("circuit-time", config.circuitTime(), "6h");
        problems.positive("brake.window", config.brake().window(), "5m");
        problems.range("brake.number", config.brake().number(), 1, 1_000_000, "10");
        problems.unless(
                config.brake().share() >= 0 && config.brake().share() < 1,
                "brake.share",
                "it is " + config.brake().share() + ", and must be from 0 to below 1",
                "0.2");
        problems.positive("brake.timeout", config.brake().timeout(), "30m");
        problems.notNegative("after-interruption", config.afterInterruption(), "1h");
        problems.notNegative("platform-patience", config.platformPatience(), "2h");
        return problems.all();
    }
}
